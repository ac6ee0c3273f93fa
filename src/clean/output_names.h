// What the files of a cleaned corpus are called.

#ifndef TIKRAR_CLEAN_OUTPUT_NAMES_H_
#define TIKRAR_CLEAN_OUTPUT_NAMES_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "tikrar/clean.h"
#include "tikrar/input.h"

namespace tikrar {

struct OutputName {
  std::string stem;    // "news/a"
  std::string ending;  // ".jsonl.gz"
  Compression compression = Compression::kNone;
  bool is_sharded = false;

  // "news/a.jsonl.gz"; of the n-th shard "news/a-00000.jsonl.gz".
  std::string File(uint64_t shard) const;
};

// Gives each input a name of its own: its path, with the ending of the
// compression that is asked for; where that is taken, by another root's or by
// a file that clean writes, ~2, ~3 … before the ending.
class OutputNames {
 public:
  OutputNames(OutputCompression compress, bool is_sharded);
  OutputName Add(std::string_view path, const InputFile& file);

 private:
  OutputCompression compress_;
  bool is_sharded_;
  std::set<std::string, std::less<>> taken_;
};

// Whether a path of a manifest stays below its folder: relative, not empty, no
// part of it "", "." or "..".
bool IsPathBelow(std::string_view path);

}  // namespace tikrar

#endif  // TIKRAR_CLEAN_OUTPUT_NAMES_H_
