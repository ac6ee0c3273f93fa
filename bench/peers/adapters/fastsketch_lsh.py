"""FastSketchLSH: 128 slots, 16 bands, as its README has it; one thread."""

from FastSketchLSH import LSH, FastSimilaritySketch

import common


def main():
    run = common.Run()
    ids, sets = common.shingle_sets(run, *run.units())
    sketches = FastSimilaritySketch(size=128, seed=42).batch(
        sets, num_threads=1)
    run.stage("sketch")
    index = LSH(num_perm=128, num_bands=16, num_threads=1)
    index.insert(sketches)
    run.stage("index")
    flat, begins = index.query(sketches, format="csr")
    for key in range(len(ids)):
        for other in set(flat[int(begins[key]):int(begins[key + 1])].tolist()):
            if other < key:
                run.pair(ids[other], ids[key])
    run.stage("query")
    run.finish()


if __name__ == "__main__":
    main()
