"""What stands in the columns of `scenarios/data`: the tables are checked against it when read."""

TEXT, NOTE, NUMBER, WHOLE, QUARTER = "text", "note", "number", "whole number", "quarter"
"""Kinds of value; a note may be empty."""
FIELD, PROVINCE, CENTER = "field", "province", "center"
"""References to the rows of another table; with a question mark, or empty."""

REFERENCES = {FIELD: ("fields", "field"), PROVINCE: ("provinces", "province"),
              CENTER: ("centers", "center")}  # fmt: skip
"""Table and column in which what is referred to must stand."""

COLUMNS: dict[str, dict[str, str]] = {
    "adjacency": {"province_a": PROVINCE, "province_b": PROVINCE, "source": TEXT},
    "background": {
        "quarter": QUARTER, "name": TEXT, "field": f"{FIELD}?", "value": NUMBER, "low": NUMBER,
        "high": NUMBER, "source": TEXT, "what": TEXT,
    },
    "center_fields": {"center": CENTER, "field": FIELD, "share": NUMBER, "source": TEXT},
    "centers": {
        "center": TEXT, "name_zh": TEXT, "name_en": TEXT, "category": TEXT, "province": PROVINCE,
        "approved_quarter": QUARTER, "approved_precision": TEXT, "lead_type": TEXT,
        "organising_mode": TEXT, "legal_form": TEXT, "mode_source": TEXT, "form_source": TEXT,
        "lead_source": TEXT, "date_source": TEXT, "place_source": TEXT, "source": TEXT,
    },
    "demonstration_zones": {
        "name_en": TEXT, "name_zh": TEXT, "province": PROVINCE, "approved_quarter": QUARTER,
        "source": TEXT, "note": NOTE,
    },
    "field_attributes": {
        "field": FIELD, "attribute": TEXT, "value": NUMBER, "unit": TEXT, "low": NUMBER,
        "high": NUMBER, "source": TEXT,
    },
    "fields": {
        "field": TEXT, "name_en": TEXT, "name_zh": TEXT, "orientation": TEXT, "source": TEXT,
    },
    "hightech_zones": {"province": PROVINCE, "zones": WHOLE, "source": TEXT},
    "key_laboratories": {
        "laboratory_zh": TEXT, "kind": TEXT, "province": PROVINCE, "area_zh": NOTE,
        "field": f"{FIELD}?", "source": TEXT,
    },
    "manufacturing_centers": {
        "name_zh": TEXT, "province": PROVINCE, "field": FIELD, "opens": QUARTER, "source": TEXT,
    },
    "national": {
        "variable": TEXT, "year": WHOLE, "value": NUMBER, "unit": TEXT, "source": TEXT,
        "note": NOTE,
    },
    "price_index": {
        "year": WHOLE, "index": NUMBER, "low": NUMBER, "high": NUMBER, "source": TEXT,
    },
    "provinces": {
        "province": TEXT, "province_zh": TEXT, "gb_code": WHOLE, "lon": NUMBER, "lat": NUMBER,
        "area_km2": NUMBER, "region": TEXT, "jing_jin_ji": NOTE,
        "yangtze_river_economic_belt": NOTE, "yangtze_delta": NOTE, "greater_bay_area": NOTE,
        "source": TEXT,
    },
    "provincial": {
        "province": PROVINCE, "year": WHOLE, "variable": TEXT, "value": NUMBER, "unit": TEXT,
        "source": TEXT,
    },
    "relatedness": {"field_a": FIELD, "field_b": FIELD, "relatedness": NUMBER, "source": TEXT},
    "sources": {
        "source": TEXT, "title": TEXT, "publisher": NOTE, "year": NOTE, "address": NOTE,
        "how_read": NOTE,
    },
}  # fmt: skip
"""Columns of each table in order, with what they hold."""
