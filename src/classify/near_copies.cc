#include "classify/near_copies.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "base/hash.h"

namespace tikrar {
namespace {

constexpr uint32_t kLongBlock = 16;
constexpr size_t kSketchBins = 32;
constexpr int kBinBits = 5;
// Of the bins filled on either side: Jaccard of about .6.
constexpr double kEqualBins = 0.6;
constexpr uint32_t kEmptyBin = ~uint32_t{0};
constexpr size_t kDocumentsAtOnce = 64;

using BinSketch = std::array<uint32_t, kSketchBins>;

void AddShingles(absl::Span<const uint32_t> tokens, BinSketch* sketch) {
  if (tokens.empty()) return;
  const size_t last = tokens.size() < 3 ? 1 : tokens.size() - 2;
  for (size_t i = 0; i < last; ++i) {
    uint64_t hash = 0;
    for (size_t j = i; j < std::min(i + 3, tokens.size()); ++j) {
      hash = hash * 0x9FB21C651E98DF25ull + tokens[j];
    }
    hash = Mix64(hash);
    uint32_t& bin = (*sketch)[hash >> (64 - kBinBits)];
    bin = std::min(bin, static_cast<uint32_t>(hash));
  }
}

BinSketch Sketch(const ClassifyDocument& document) {
  BinSketch sketch;
  sketch.fill(kEmptyBin);
  bool any = false;
  for (const ClassifyBlock& block : document.blocks) {
    const uint32_t count = block.token_end - block.token_begin;
    if (count < kLongBlock) continue;
    any = true;
    AddShingles(document.tokens.subspan(block.token_begin, count), &sketch);
  }
  if (!any) AddShingles(document.tokens, &sketch);
  return sketch;
}

bool AreCopies(const BinSketch& a, const BinSketch& b) {
  int filled = 0;
  int equal = 0;
  for (size_t i = 0; i < kSketchBins; ++i) {
    if (a[i] == kEmptyBin && b[i] == kEmptyBin) continue;
    ++filled;
    equal += a[i] == b[i] ? 1 : 0;
  }
  return filled > 0 && equal >= kEqualBins * filled;
}

uint32_t SketchHash(const BinSketch& sketch) {
  return static_cast<uint32_t>(
      HashBytes({reinterpret_cast<const char*>(sketch.data()),
                 sketch.size() * sizeof(uint32_t)}));
}

uint32_t Root(StoredVector<uint32_t>* parents, uint32_t i) {
  while ((*parents)[i] != i) {
    (*parents)[i] = (*parents)[(*parents)[i]];
    i = (*parents)[i];
  }
  return i;
}

}  // namespace

StoredVector<uint32_t> GroupNearCopies(const ClassifyCorpus& corpus,
                                       absl::Span<const uint32_t> documents,
                                       uint32_t* groups) {
  const auto count = static_cast<uint32_t>(documents.size());
  StoredVector<BinSketch> sketches(corpus.store());
  sketches.reserve(count);
  for (uint32_t doc : documents) {
    sketches.push_back(Sketch(corpus.documents[doc]));
    if (sketches.size() % kDocumentsAtOnce == 0) corpus.GiveBack();
  }
  StoredVector<uint32_t> parents(count, 0, corpus.store());
  std::iota(parents.begin(), parents.end(), 0);
  struct Entry {
    uint32_t value;
    uint32_t sketch_hash;  // the order within a bin, whatever the input order
    uint32_t item;
    auto operator<=>(const Entry&) const = default;
  };
  StoredVector<Entry> order(count, Entry(), corpus.store());
  for (size_t bin = 0; bin < kSketchBins; ++bin) {
    for (uint32_t i = 0; i < count; ++i) {
      order[i] = {sketches[i][bin], SketchHash(sketches[i]), i};
    }
    std::sort(order.begin(), order.end());
    for (uint32_t i = 1, first = 0; i < count; ++i) {
      if (order[i].value != order[first].value) first = i;
      if (first == i || order[i].value == kEmptyBin) continue;
      for (uint32_t other : {order[i - 1].item, order[first].item}) {
        const uint32_t item = order[i].item;
        const uint32_t a = Root(&parents, item);
        const uint32_t b = Root(&parents, other);
        if (a != b && AreCopies(sketches[item], sketches[other])) {
          parents[std::max(a, b)] = std::min(a, b);
        }
      }
    }
  }
  StoredVector<uint32_t> result(count, 0, corpus.store());
  *groups = 0;
  for (uint32_t i = 0; i < count; ++i) {
    const uint32_t root = Root(&parents, i);
    result[i] = root == i ? (*groups)++ : result[root];
  }
  return result;
}

}  // namespace tikrar
