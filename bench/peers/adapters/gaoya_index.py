"""gaoya: MinHashStringIndex with its own analyzer in Rust (words, lower case,
3-grams), 32-bit hashes and its default banding, 20 bands of 5; pairs above
the threshold by its estimate. Bulk calls; RAYON_NUM_THREADS says how many
threads they take."""

from gaoya.minhash import MinHashStringIndex

import common


def main():
    run = common.Run()
    ids, texts = run.units()
    index = MinHashStringIndex(
        hash_size=32, jaccard_threshold=run.threshold, num_bands=20,
        band_size=5, analyzer="word", lowercase=True,
        ngram_range=(common.SHINGLE_WORDS, common.SHINGLE_WORDS),
        id_container="smallvec")
    # A text without a shingle has the signature of every such text.
    kept = [i for i, text in enumerate(texts)
            if len(text.split()) >= common.SHINGLE_WORDS]
    texts = [texts[i] for i in kept]
    ids = [ids[i] for i in kept]
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    run.stage("index")
    for key, found in enumerate(index.par_bulk_query(texts)):
        for other in found:
            if other < key:
                run.pair(ids[other], ids[key])
    run.stage("query")
    run.finish()


if __name__ == "__main__":
    main()
