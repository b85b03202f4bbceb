"""Numbers of places that are fixed when the tables are laid out."""

NONE = -1
NEVER = 1_000_000
"""A quarter that no run reaches: when a center starts that no call has brought yet."""
BANK = 64
"""Technologies in use that a field, or the national bank of generic ones, can hold."""
SLOTS = 2 * BANK
"""Own bank of a field, then the generic bank."""
LARGEST = 20
"""Largest enterprises of a field that are one to one."""
RIVALS = 4
"""Teams that may pursue one idea."""
CANDIDATES = 8
"""Ideas before the board of a center at a time, at most."""
REFUSALS = 40 * CANDIDATES
"""Refusals that a board remembers: as many as it can utter in the longest `reconsider`."""
GROUPS = 4
"""Groups of a board, the length of `codes.GROUPS`."""
ROUNDS = 3
"""Rounds of votes on one idea, at most."""
WORK_KINDS = 3
"""Kinds of stages: of science, pilot, of application."""
MEETINGS = 8
"""Organisations that one who seeks a partner can meet in a quarter, at most."""
MOST_BIRTHS = 16
"""Ideas (and discoveries) of one field in one quarter, at most."""
FLOWS = 64
"""Kinds of payment, the length of `accounts.FLOWS`."""
PEOPLE = 8
"""Kinds of flows of people, the length of `people.PEOPLE`."""
QUALITIES = 3
"""Bins of quality of R&D staff: support, researchers, the best of them."""
SECTORS = 9
"""Sectors of the accounts, the length of `accounts.SECTORS`."""
OWNERS = 3
"""Kinds of ownership, the length of `codes.OWNERSHIPS`."""
UNITS = 64
"""Units of knowledge in a field's graph."""
CHARTERS = 4
"""Types of leads that may apply for a center, the length of `specs.LEADS`."""
STAGES = 5
"""TRL 1-3, 3-4, 4-6, 6-8, 8-9."""
