#include "pipeline/audit.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/hash.h"

namespace tikrar {
namespace {

constexpr uint64_t kSampleSeed = 0x74696b7261720004;
constexpr size_t kGrain = 256;

class Auditor {
 public:
  Auditor(const UnitResult& unit, const ScanPlan& plan, ThreadPool* pool)
      : unit_(unit), plan_(plan), pool_(pool), texts_(unit.view.corpus.texts) {}

  AuditFigure Run(uint64_t sample_size) {
    Draw(sample_size);
    Index();
    AuditFigure figure;
    figure.sampled = sample_.size();
    std::mutex mutex;
    pool_->ParallelFor(
        unit_.view.unique.size(), kGrain, [&](size_t begin, size_t end) {
          AuditFigure part;
          SetBuilder builder(plan_);
          ItemSets sets;
          for (size_t u = begin; u < end; ++u) {
            Check(static_cast<uint32_t>(u), &builder, &sets, &part);
          }
          std::lock_guard<std::mutex> lock(mutex);
          figure.expected += part.expected;
          figure.found += part.found;
        });
    AddInterval(&figure);
    return figure;
  }

 private:
  void Draw(uint64_t sample_size) {
    std::vector<std::pair<uint64_t, uint32_t>> keyed;
    for (uint32_t u = 0; u < unit_.view.unique.size(); ++u) {
      const Hash128& exact = unit_.view.item(u).exact;
      keyed.emplace_back(Mix64(exact.low ^ Mix64(exact.high ^ kSampleSeed)), u);
    }
    std::sort(keyed.begin(), keyed.end());
    if (keyed.size() > sample_size) keyed.resize(sample_size);
    for (const auto& [key, u] : keyed) sample_.push_back(u);
    std::sort(sample_.begin(), sample_.end());
  }

  // Shingle -> the samples that have it.
  void Index() {
    SetBuilder builder(plan_);
    sets_.resize(sample_.size());
    for (uint32_t s = 0; s < sample_.size(); ++s) {
      unit_.view.BuildSets(sample_[s], texts_, &builder, &sets_[s]);
      for (const uint64_t shingle : sets_[s].shingles) {
        samples_with_[shingle].push_back(s);
      }
      if (!sets_[s].letters.empty()) short_samples_.push_back(s);
    }
  }

  void Check(uint32_t u, SetBuilder* builder, ItemSets* sets,
             AuditFigure* part) const {
    unit_.view.BuildSets(u, texts_, builder, sets);
    std::vector<uint32_t> sharing;
    for (const uint64_t shingle : sets->shingles) {
      const auto found = samples_with_.find(shingle);
      if (found == samples_with_.end()) continue;
      sharing.insert(sharing.end(), found->second.begin(), found->second.end());
    }
    if (!sets->letters.empty()) {
      sharing.insert(sharing.end(), short_samples_.begin(),
                     short_samples_.end());
    }
    std::sort(sharing.begin(), sharing.end());
    sharing.erase(std::unique(sharing.begin(), sharing.end()), sharing.end());
    for (const uint32_t s : sharing) {
      const uint32_t v = sample_[s];
      if (u == v) continue;
      // A pair of two samples is met from both sides; count it once.
      if (u < v && std::binary_search(sample_.begin(), sample_.end(), u)) {
        continue;
      }
      const uint32_t smaller =
          std::min(sets->token_count, sets_[s].token_count);
      if (!plan_.judge.Compare(*sets, sets_[s],
                               MayBeContained(unit_.view, plan_, smaller))) {
        continue;
      }
      ++part->expected;
      part->found += Joined(std::min(u, v), std::max(u, v));
    }
  }

  bool Joined(uint32_t a, uint32_t b) const {
    if (unit_.star_of[a] != kNoKeys && unit_.star_of[a] == unit_.star_of[b]) {
      return true;
    }
    const auto at = std::lower_bound(
        unit_.pairs.begin(), unit_.pairs.end(), std::pair(a, b),
        [](const VerifiedPair& pair, const std::pair<uint32_t, uint32_t>& key) {
          return std::pair(pair.a, pair.b) < key;
        });
    return at != unit_.pairs.end() && at->a == a && at->b == b;
  }

  // Wilson's interval at 95 %.
  static void AddInterval(AuditFigure* figure) {
    if (figure->expected == 0) return;
    constexpr double z = 1.959963984540054;
    const double n = static_cast<double>(figure->expected);
    const double p = static_cast<double>(figure->found) / n;
    const double scale = 1 / (1 + z * z / n);
    const double center = scale * (p + z * z / (2 * n));
    const double half =
        scale * z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    figure->recall = p;
    figure->lower = std::max(0.0, center - half);
    figure->upper = std::min(1.0, center + half);
  }

  const UnitResult& unit_;
  const ScanPlan& plan_;
  ThreadPool* pool_;
  const StoredTextReader texts_;
  std::vector<uint32_t> sample_;  // unique items, ascending
  std::vector<ItemSets> sets_;    // by sample
  std::vector<uint32_t> short_samples_;
  absl::flat_hash_map<uint64_t, std::vector<uint32_t>> samples_with_;
};

}  // namespace

AuditFigure AuditUnit(const UnitResult& unit, uint64_t sample_size,
                      const ScanPlan& plan, ThreadPool* pool) {
  return Auditor(unit, plan, pool).Run(sample_size);
}

}  // namespace tikrar
