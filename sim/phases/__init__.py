"""What happens in a quarter, one file a phase: acts over rows, then settlements.

A step is a kernel ``(world, parameters, clock, low, high)`` over a range of rows, cells or fields.
Where the rows are agents the step is an act: it may write only the rows it is given, so that a
Mesa agent can perform it alone, on a range of one, in any order. Settlements resolve what is
contested, in identity order.
"""
