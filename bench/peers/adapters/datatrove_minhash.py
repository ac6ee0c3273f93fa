"""datatrove: the first three stages of its MinHash example, in one process:
signatures, buckets, clusters. Default configuration (word 5-grams, 14 buckets
of 8, its normalization, the word tokenizer it assigns to Standard Arabic);
setup `tokens` takes 3-grams of the words given, without its normalization.
The threshold is that of its banding, about 0.72."""

import json
import pathlib
import struct
import tempfile

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import (
    MinhashConfig, MinhashDedupBuckets, MinhashDedupCluster)
from datatrove.pipeline.readers import JsonlReader
from datatrove.utils.text import TextNormConfig

import common

LANGUAGE = "arb_Arab"


def settings(setup):
    if setup != "tokens":
        return MinhashConfig()
    return MinhashConfig(
        n_grams=common.SHINGLE_WORDS,
        norm_config=TextNormConfig(
            lowercase=False, norm_whitespace=False, remove_punctuation=False,
            norm_unicode_diacritics=False, norm_numbers=False))


def execute(run, folder):
    config = settings(run.setup)
    source = pathlib.Path(run.input).resolve()
    steps = (
        (1, [JsonlReader(str(source.parent), glob_pattern=source.name),
             MinhashDedupSignature(f"{folder}/signatures", config=config,
                                   language=LANGUAGE)]),
        (config.num_buckets,
         [MinhashDedupBuckets(f"{folder}/signatures", f"{folder}/buckets",
                              config=config)]),
        (1, [MinhashDedupCluster(f"{folder}/buckets", f"{folder}/clusters",
                                 config=config, save_cluster_id=True)]))
    for number, (tasks, pipeline) in enumerate(steps):
        LocalPipelineExecutor(pipeline=pipeline, tasks=tasks, workers=1,
                              logging_dir=f"{folder}/logs{number}").run()
        run.stage(f"stage {number + 1}")


def main():
    run = common.Run()
    with tempfile.TemporaryDirectory() as folder:
        execute(run, folder)
        # Documents are counted as its reader does: those without text are not.
        with open(run.input, encoding="utf-8") as lines:
            records = map(json.loads, lines)
            ids = [record["id"] for record in records if record["text"]]
        clusters = {}
        for path in sorted(pathlib.Path(folder).glob("clusters/*.clusters")):
            data = path.read_bytes()
            for document, cluster in struct.iter_unpack("<II", data):
                clusters.setdefault(cluster, []).append(ids[document])
    for members in clusters.values():
        run.group(members)
    run.finish()


if __name__ == "__main__":
    main()
