"""semhash: from_records and self_deduplicate with its default model and
threshold; it compares meaning, not words."""

from semhash import SemHash

import common


def main():
    run = common.Run()
    ids, texts = run.units()
    records = [{"id": unit, "text": text} for unit, text in zip(ids, texts)]
    index = SemHash.from_records(records=records, columns=["text"])
    run.stage("index")
    found = index.self_deduplicate()
    run.stage("query")
    for removed in found.filtered:
        for other, _ in removed.duplicates:
            run.pair(removed.record["id"], other["id"])
    run.finish()


if __name__ == "__main__":
    main()
