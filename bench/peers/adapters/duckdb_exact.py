"""DuckDB: equal texts, one thread. It finds copies only, no near copies; the
floor of what reading the file and grouping by text takes."""

import duckdb

import common


def main():
    run = common.Run()
    database = duckdb.connect(config={"threads": 1})
    groups = database.execute(
        "SELECT list(id) FROM read_json(?, format = 'newline_delimited',"
        " columns = {id: 'VARCHAR', text: 'VARCHAR'},"
        " maximum_object_size = 67108864)"
        " GROUP BY text HAVING count(*) > 1", [run.input]).fetchall()
    run.stage("query")
    for (members,) in groups:
        run.group(members)
    run.finish()


if __name__ == "__main__":
    main()
