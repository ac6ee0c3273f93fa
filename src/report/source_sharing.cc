#include "report/source_sharing.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace tikrar {
namespace {

using Counts = std::vector<std::pair<std::string_view, uint64_t>>;

// Sources of families with several sources, by count then name.
Counts SharingSources(const RunResult& run) {
  absl::flat_hash_map<std::string_view, uint64_t> by_name;
  for (const FamilyRow& family : run.families) {
    if (family.sources.size() < 2) continue;
    for (const std::string_view source : family.sources) ++by_name[source];
  }
  Counts counts(by_name.begin(), by_name.end());
  std::sort(counts.begin(), counts.end(),
            [](const auto& left, const auto& right) {
              if (left.second != right.second) {
                return left.second > right.second;
              }
              return left.first < right.first;
            });
  return counts;
}

}  // namespace

SourceSharing CountSharing(const RunResult& run, size_t max_sources) {
  Counts counts = SharingSources(run);
  const size_t kept = std::min(counts.size(), max_sources);
  SourceSharing sharing;
  sharing.sources_left_out = counts.size() - kept;
  sharing.together.resize(kept * kept);
  absl::flat_hash_map<std::string_view, size_t> index;
  for (size_t i = 0; i < kept; ++i) {
    sharing.sources.emplace_back(counts[i].first);
    sharing.families.push_back(counts[i].second);
    index.emplace(counts[i].first, i);
  }
  std::vector<size_t> here;
  for (const FamilyRow& family : run.families) {
    if (family.sources.size() < 2) continue;
    here.clear();
    for (const std::string_view source : family.sources) {
      const auto found = index.find(source);
      if (found != index.end()) here.push_back(found->second);
    }
    for (const size_t i : here) {
      for (const size_t j : here) {
        if (i != j) ++sharing.together[i * kept + j];
      }
    }
  }
  return sharing;
}

}  // namespace tikrar
