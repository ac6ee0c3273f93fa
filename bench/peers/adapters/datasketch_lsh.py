"""datasketch: MinHash and MinHashLSH, 128 permutations, banding chosen by the
library for the threshold; bulk construction and an insertion session, as its
documentation has it. Setup `recall` weighs missed pairs nine times as much as
false ones (`weights`)."""

from datasketch import MinHash, MinHashLSH

import common


def main():
    run = common.Run()
    ids, sets = common.shingle_sets(run, *run.units())
    bytes_sets = ([shingle.encode() for shingle in own] for own in sets)
    hashes = list(MinHash.generator(bytes_sets, num_perm=128))
    run.stage("sketch")
    weights = (0.1, 0.9) if run.setup.startswith("recall") else (0.5, 0.5)
    index = MinHashLSH(threshold=run.threshold, num_perm=128, weights=weights)
    with index.insertion_session() as session:
        for key, minhash in enumerate(hashes):
            session.insert(key, minhash, check_duplication=False)
    run.stage("index")
    for key, minhash in enumerate(hashes):
        for other in index.query(minhash):
            if other < key:
                run.pair(ids[other], ids[key])
    run.stage("query")
    run.finish()


if __name__ == "__main__":
    main()
