// Which sources share text with which.

#ifndef TIKRAR_REPORT_SOURCE_SHARING_H_
#define TIKRAR_REPORT_SOURCE_SHARING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tikrar/run.h"

namespace tikrar {

struct SourceSharing {
  // The sources that share the most families with others, most first, equal
  // ones in byte order.
  std::vector<std::string> sources;
  // For each of them: families that it shares with any other source.
  std::vector<uint64_t> families;
  // [i * sources.size() + j]: families that both i and j are in; 0 at i == j.
  std::vector<uint64_t> together;
  uint64_t sources_left_out = 0;  // that share, but are not in `sources`
};

// Exact for the `max_sources` sources that it keeps. Cost: one
// look-up per family and source, and pairs only of kept sources.
SourceSharing CountSharing(const RunResult& run, size_t max_sources);

}  // namespace tikrar

#endif  // TIKRAR_REPORT_SOURCE_SHARING_H_
