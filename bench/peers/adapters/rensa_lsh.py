"""rensa: R-MinHash over all tokens with LSH, candidates kept where their
signatures agree as much as the threshold asks (what its deduplicator does);
setup `rho` is the pipeline of its headline figure, which samples tokens by
position and answers with flags. 128 slots, 16 bands of 8."""

from rensa import RMinHash, RMinHashLSH

import common

SLOTS, BANDS, SEED = 128, 16, 42


def flags(run, ids, sets):
    matrix = RMinHash.digest_matrix_from_token_sets_rho(
        sets, num_perm=SLOTS, seed=SEED, probes=4)
    run.stage("sketch")
    index = RMinHashLSH(threshold=run.threshold, num_perm=SLOTS,
                        num_bands=BANDS)
    marked = index.query_duplicate_flags_matrix_one_shot(matrix)
    run.stage("query")
    for unit, flag in zip(ids, marked):
        if flag:
            run.flag(unit)


def pairs(run, ids, sets):
    hashes = RMinHash.from_token_sets(sets, num_perm=SLOTS, seed=SEED)
    run.stage("sketch")
    index = RMinHashLSH(threshold=run.threshold, num_perm=SLOTS,
                        num_bands=BANDS)
    index.insert_many(hashes)
    run.stage("index")
    for key, candidates in enumerate(index.query_all(hashes)):
        for other in set(candidates):
            if other < key and (hashes[key].jaccard(hashes[other])
                                >= run.threshold):
                run.pair(ids[other], ids[key])
    run.stage("query")


def main():
    run = common.Run()
    ids, sets = common.shingle_sets(run, *run.units())
    if run.setup.startswith("rho"):
        flags(run, ids, sets)
    else:
        pairs(run, ids, sets)
    run.finish()


if __name__ == "__main__":
    main()
