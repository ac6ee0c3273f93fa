#include "classify/menu_lines.h"

#include <algorithm>
#include <vector>

#include "base/hash.h"
#include "classify/carriers.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

constexpr size_t kMostTokens = 60;
constexpr size_t kLeastPieces = 5;
constexpr size_t kMostPiece = 4;  // tokens
constexpr uint32_t kLeastGroups = 2;
constexpr int kMostRounds = 8;  // lines of one menu
constexpr uint32_t kParts = kColon | kDash | kSlash | kQuote | kComma | kStar;

bool IsList(const PlacedTokens& placed) {
  if ((placed.end_gap & kStop) != 0) return false;
  size_t pieces = 1;
  size_t length = 0;
  for (size_t k = 0; k < placed.tokens.size(); ++k) {
    const PlacedToken& token = placed.tokens[k];
    if (IsNumberToken(token.token)) return false;
    if (k > 0 && (token.gap & kStop) != 0) return false;
    if (k > 0 && (token.gap & kParts) != 0) {
      ++pieces;
      length = 0;
    }
    if (++length > kMostPiece) return false;
  }
  return pieces >= kLeastPieces;
}

uint64_t KeyOf(Tokens tokens) {
  uint64_t key = 6;
  for (uint32_t token : tokens) {
    key = Mix64(key * 0x9E3779B97F4A7C15ull + token + 1);
  }
  return key;
}

// Finds one more line of each menu; false if there is none.
bool FindNext(SourceView* view, TemplateBuilder* builder) {
  StoredVector<Carrier> carriers(view->store());
  StoredVector<uint32_t> blocks(view->documents.size(), 0, view->store());
  for (uint32_t i = 0; i < view->documents.size(); ++i) {
    const absl::Span<const uint8_t> taken = view->is_taken[i];
    uint32_t block = 0;
    while (block < taken.size() && taken[block]) ++block;
    if (block == 0 || block == taken.size()) continue;
    const Tokens tokens = view->BlockTokens(i, block);
    if (tokens.size() < kLeastPieces || tokens.size() > kMostTokens) continue;
    if (!IsList(PlaceTokens(*view, i, block))) continue;
    blocks[i] = block;
    carriers.push_back({KeyOf(tokens), view->groups[i], i});
  }
  const std::vector<CarrierRun> runs = CountCarriers(&carriers, kLeastGroups);
  for (const CarrierRun& run : runs) {
    for (size_t c = run.begin; c < run.end; ++c) {
      const uint32_t i = carriers[c].item;
      const ClassifyBlock& block = view->Document(i).blocks[blocks[i]];
      view->is_taken[i][blocks[i]] = 1;
      builder->Add({.i = i,
                    .range = block.range,
                    .token_begin = block.token_begin,
                    .token_end = block.token_end,
                    .key = carriers[c].key,
                    .role = Role::kMenu},
                   {});
    }
  }
  return !runs.empty();
}

}  // namespace

void FindMenuLines(SourceView* view, TemplateBuilder* builder) {
  for (int round = 0; round < kMostRounds; ++round) {
    if (!FindNext(view, builder)) break;
  }
}

}  // namespace tikrar
