"""text-dedup: its MinHash program with the settings of its README (240
permutations, word 5-grams, false positives checked); setup `tokens` takes
3-grams of the words given. One process."""

import os
import pathlib
import pickle
import tempfile

# Read on import: nothing cached by an earlier run may help this one.
FOLDER = tempfile.TemporaryDirectory()
os.environ["HF_HOME"] = FOLDER.name
os.environ["HF_DATASETS_CACHE"] = FOLDER.name

from text_dedup.config.base import load_config_from_toml  # noqa: E402
from text_dedup.minhash import main as run_minhash  # noqa: E402

import common  # noqa: E402

CONFIG = """
[input]
input_type = "local_files"
file_type = "json"

[input.read_arguments]
path = "json"
data_files = "{input}"
split = "train"

[algorithm]
algorithm_name = "minhash"
text_column = "text"
seed = 42
batch_size = 10000
num_perm = 240
threshold = {threshold}
false_positive_weight = 0.5
false_negative_weight = 0.5
hash_bits = 64
ngram_size = {ngram}
check_false_positive = true
num_proc = 1

[output]
output_dir = "{output}"
clean_cache = false
save_clusters = true

[debug]
enable_profiling = false
"""


def main():
    run = common.Run()
    folder = pathlib.Path(FOLDER.name)
    config = folder / "config.toml"
    config.write_text(CONFIG.format(
        input=pathlib.Path(run.input).resolve(), threshold=run.threshold,
        ngram=common.SHINGLE_WORDS if run.setup == "tokens" else 5,
        output=folder / "out"))
    run_minhash(load_config_from_toml(config))
    run.stage("text_dedup.minhash")
    with open(folder / "out/clusters.pickle", "rb") as file:
        parents = pickle.load(file)
    ids, _ = run.units()
    clusters = {}
    for member, cluster in parents.items():
        clusters.setdefault(cluster, []).append(ids[member])
    for members in clusters.values():
        if len(members) > 1:
            run.group(members)
    run.finish()


if __name__ == "__main__":
    main()
