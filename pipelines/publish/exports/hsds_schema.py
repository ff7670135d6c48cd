"""The part of HSDS 3 that is written: names, order, types and requirements of its fields.

Belongs here: facts of the specification (openreferral/specification, branch 3.0; CC BY-SA 4.0), read 2026-11. Does not
belong here: which of our values goes where (`hsds_files`).
"""

from __future__ import annotations

from typing import Any

_UUID = {"type": "string", "format": "uuid"}
_TEXT = {"type": "string"}
_NUMBER = {"type": "number"}
_DATE = {"type": "date"}
_TIME = {"type": "time", "format": "%H:%M"}
_URI = {"type": "string", "format": "uri"}


def _of(*values: str) -> dict[str, Any]:
    return {"type": "string", "constraints": {"enum": list(values)}}


FIELDS: dict[str, dict[str, dict[str, Any]]] = {
    "organization": {"id": _UUID, "name": _TEXT, "description": _TEXT},
    "service": {
        "id": _UUID,
        "organization_id": _UUID,
        "name": _TEXT,
        "description": _TEXT,
        "url": _URI,
        "email": {"type": "string", "format": "email"},
        "status": _of("active", "inactive", "defunct", "temporarily closed"),
        "application_process": _TEXT,
        "fees_description": _TEXT,
        "eligibility_description": _TEXT,
        "minimum_age": _NUMBER,
        "maximum_age": _NUMBER,
    },
    "location": {
        "id": _UUID,
        "location_type": _of("physical", "postal", "virtual"),
        "name": _TEXT,
        "latitude": _NUMBER,
        "longitude": _NUMBER,
        "external_identifier": _TEXT,
        "external_identifier_type": _TEXT,
    },
    "service_at_location": {"id": _UUID, "service_id": _UUID, "location_id": _UUID},
    "address": {
        "id": _UUID,
        "location_id": _UUID,
        "address_1": _TEXT,
        "city": _TEXT,
        "region": _TEXT,
        "state_province": _TEXT,
        "postal_code": _TEXT,
        "country": _TEXT,
        "address_type": _of("physical", "postal", "virtual"),
    },
    "phone": {"id": _UUID, "service_id": _UUID, "number": _TEXT, "type": _TEXT},
    "schedule": {
        "id": _UUID,
        "service_id": _UUID,
        "valid_from": _DATE,
        "valid_to": _DATE,
        "dtstart": _DATE,
        "timezone": _NUMBER,
        "until": _DATE,
        "count": _NUMBER,
        "freq": _of("WEEKLY", "MONTHLY"),
        "byday": _TEXT,
        "bymonthday": _TEXT,
        "description": _TEXT,
        "opens_at": _TIME,
        "closes_at": _TIME,
        "notes": _TEXT,
    },
    "cost_option": {
        "id": _UUID,
        "service_id": _UUID,
        "option": _TEXT,
        "currency": _TEXT,
        "amount": _NUMBER,
        "amount_description": _TEXT,
    },
    "taxonomy": {"id": _UUID, "name": _TEXT, "description": _TEXT},
    "taxonomy_term": {
        "id": _UUID,
        "code": _TEXT,
        "name": _TEXT,
        "description": _TEXT,
        "taxonomy": _TEXT,
        "language": _TEXT,
        "taxonomy_id": _UUID,
    },
    "attribute": {
        "id": _UUID,
        "link_id": _UUID,
        "taxonomy_term_id": _UUID,
        "link_type": _TEXT,
        "link_entity": _TEXT,
    },
}
"""Object → field → its type, in the order of the specification."""

REQUIRED: dict[str, list[str]] = {
    "organization": ["id", "name", "description"],
    "service": ["id", "organization_id", "name", "status"],
    "location": ["id", "location_type"],
    "service_at_location": ["id", "service_id", "location_id"],
    "address": ["id", "address_1", "city", "state_province", "postal_code", "country", "address_type"],
    "phone": ["id", "number"],
    "schedule": ["id"],
    "cost_option": ["id", "service_id"],
    "taxonomy": ["id", "name", "description"],
    "taxonomy_term": ["id", "name", "description"],
    "attribute": ["id", "link_id", "taxonomy_term_id", "link_entity"],
}
"""Object → fields that may not be empty."""

PATHS: dict[str, str] = {
    "organization": "organizations.csv",
    "service": "services.csv",
    "location": "locations.csv",
    "service_at_location": "service_at_location.csv",
    "address": "addresses.csv",
    "phone": "phones.csv",
    "schedule": "schedules.csv",
    "cost_option": "cost_options.csv",
    "taxonomy": "taxonomies.csv",
    "taxonomy_term": "taxonomy_terms.csv",
    "attribute": "attributes.csv",
}
"""Object → file."""
