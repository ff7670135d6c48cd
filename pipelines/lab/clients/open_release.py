"""Opens a release with programs that are not ours: `python open_release.py WHAT PATH`, where they are installed.

Belongs here: one function per program, each gives one line or fails. Does not belong here: making environments
(`lab.bench.clients`). Imports nothing of the project.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path


def duckdb(folder: Path) -> Iterator[str]:
    """The DuckDB file: tables, keys, comments, a macro."""
    import duckdb as client

    with client.connect(str(folder / "hiroba.duckdb"), read_only=True) as con:
        tables, commented = con.execute("SELECT count(*), count(comment) FROM duckdb_tables()").fetchone()
        keys = con.execute(
            "SELECT count(*) FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
        ).fetchone()[0]
        day = con.execute("SELECT max(valid_from_on) FROM activity_history").fetchone()[0]
        then = con.execute("SELECT count(*) FROM activities_as_of(?)", [day]).fetchone()[0]
        rows = con.execute("SELECT count(*) FROM activities").fetchone()[0]
        answers = [
            con.execute(path.read_text(encoding="utf-8")).fetchall() for path in sorted(folder.glob("queries/*.sql"))
        ]
    assert commented == tables == keys and then > 0
    yield (
        f"duckdb {client.__version__}: 表 {tables}、主キー {keys}、説明 {commented}、活動 {rows}、"
        f"その日の活動 {then}、問い {len(answers)} のうち答えのあるもの {sum(bool(rows) for rows in answers)}"
    )


def readers(folder: Path) -> Iterator[str]:
    """Everything else."""
    warnings.simplefilter("ignore")
    for program in (_pandas, _vobject, _geojson, _pyld, _frictionless, _odcs):
        yield program(folder)


def _pandas(folder: Path) -> str:
    import pandas
    import pyarrow
    import pyarrow.parquet

    paths = sorted(folder.glob("*.parquet"))
    rows = sum(len(pandas.read_parquet(path)) for path in paths)
    footers = [pyarrow.parquet.ParquetFile(path).metadata.metadata or {} for path in paths]
    marks = {b"hiroba.contract_version", b"hiroba.licence", b"hiroba.release_id"}
    noted = sum(marks <= footer.keys() for footer in footers)
    programs = f"pandas {pandas.__version__} + pyarrow {pyarrow.__version__}"
    return f"{programs}: Parquet {len(paths)} 件、{rows} 行、公開・版・利用条件を書いてあるもの {noted}"


def _vobject(folder: Path) -> str:
    import vobject

    paths = sorted((folder / "calendars").glob("*.ics"))
    events, days = 0, 0
    for path in paths:
        for event in vobject.readOne(path.read_text(encoding="utf-8")).vevent_list:
            events += 1
            days += len(list(event.rruleset)) if event.rruleset else 1
    return f"vobject {vobject.VERSION}: 予定表 {len(paths)} 件、規則 {events}、日 {days}"


def _geojson(folder: Path) -> str:
    import geojson_pydantic

    text = (folder / "activities.geojson").read_text(encoding="utf-8")
    features = geojson_pydantic.FeatureCollection.model_validate_json(text).features
    points = [each.geometry.coordinates for each in features]
    inside = sum(139.3 < point[0] < 139.9 and 35.4 < point[1] < 35.7 for point in points)
    return f"geojson-pydantic {geojson_pydantic.__version__}: 点 {len(features)}、市のあたり {inside}"


def _pyld(folder: Path) -> str:
    import pyld
    from pyld import jsonld

    expanded = jsonld.expand(json.loads((folder / "activities.jsonld").read_text(encoding="utf-8")))
    kinds: dict[str, int] = {}
    for entry in expanded:
        kinds[entry["@type"][0]] = kinds.get(entry["@type"][0], 0) + 1
    counts = "、".join(f"{kind.rpartition('/')[2]} {count}" for kind, count in sorted(kinds.items()))
    return f"pyld {pyld.__version__ if hasattr(pyld, '__version__') else ''}: {counts}"


def _frictionless(folder: Path) -> str:
    import frictionless

    packages = []
    for name in ("datapackage.json", "hsds/datapackage.json"):
        package = frictionless.Package(str(folder / name))
        tabular = [each for each in package.resources if each.format in ("csv", "parquet")]
        others = [each.name for each in package.resources if each not in tabular]
        for each in others:
            package.remove_resource(each)
        report = package.validate()
        errors = [error for task in report.tasks for error in task.errors] + list(report.errors)
        rows = sum(task.stats.get("rows", 0) for task in report.tasks)
        assert report.valid, [f"{error.type}: {error.note} {getattr(error, 'row_number', '')}" for error in errors][:10]
        packages.append(f"{name} 表 {len(report.tasks)}、{rows} 行、まちがい {len(errors)}")
    return f"frictionless {frictionless.__version__}: " + "、".join(packages)


def _odcs(folder: Path) -> str:
    from importlib.metadata import version

    import jsonschema
    import yaml
    from open_data_contract_standard import model
    from open_data_contract_standard.model import OpenDataContractStandard

    contract = OpenDataContractStandard.from_file(str(folder / "contract.odcs.yaml"))
    schema = json.loads(Path(model.__file__).with_name("schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load((folder / "contract.odcs.yaml").read_text(encoding="utf-8")), schema)
    columns = sum(len(table.properties or []) for table in contract.schema_ or [])
    tables = len(contract.schema_ or [])
    program = f"open-data-contract-standard {version('open-data-contract-standard')}"
    return f"{program}: 公式のスキーマに合う、版 {contract.version}、表 {tables}、列 {columns}"


if __name__ == "__main__":
    for line in globals()[sys.argv[1]](Path(sys.argv[2])):
        sys.stdout.write(line + "\n")
