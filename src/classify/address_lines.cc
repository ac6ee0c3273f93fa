#include "classify/address_lines.h"

#include <algorithm>
#include <vector>

#include "base/hash.h"
#include "classify/carriers.h"

namespace tikrar {
namespace {

constexpr size_t kMostTokens = 14;
constexpr size_t kMostWords = 4;  // that are not of the address
constexpr size_t kFirstBlocks = 1;
constexpr size_t kLastBlocks = 3;
// An address says by itself what it is: of the least share this part does.
constexpr double kShareFactor = 0.1;

struct AddressLine {
  uint32_t i = 0;
  uint32_t block = 0;
  PlacedTokens placed;
  std::vector<uint8_t> is_word;  // of each token: not of the address
};

bool HasAddress(std::string_view text) {
  const auto has = [text](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  };
  return has("@") || has("www.") || has("http://") || has("https://");
}

class AddressLines {
 public:
  AddressLines(SourceView* view, TemplateBuilder* builder)
      : view_(*view), builder_(*builder) {}

  void Run() {
    for (uint32_t i = 0; i < view_.documents.size(); ++i) Collect(i);
    StoredVector<Carrier> carriers(view_.store());
    for (const AddressLine& line : lines_) {
      carriers.push_back({0, view_.groups[line.i], line.i});
    }
    if (CountCarriers(&carriers, view_.LeastGroups(kShareFactor)).empty()) {
      return;
    }
    for (const AddressLine& line : lines_) Emit(line);
  }

 private:
  void Collect(uint32_t i) {
    std::vector<uint32_t> free;
    for (uint32_t b = 0; b < view_.is_taken[i].size(); ++b) {
      if (!view_.is_taken[i][b]) free.push_back(b);
    }
    for (size_t k = 0; k < free.size(); ++k) {
      if (k < kFirstBlocks || k + kLastBlocks >= free.size()) Look(i, free[k]);
    }
  }

  void Look(uint32_t i, uint32_t block) {
    const ClassifyDocument& document = view_.Document(i);
    const std::string_view text =
        document.blocks[block].range.In(document.text);
    if (view_.BlockTokens(i, block).size() > kMostTokens || !HasAddress(text)) {
      return;
    }
    AddressLine line{i, block, PlaceTokens(view_, i, block), {}};
    if (line.placed.tokens.empty()) return;
    size_t words = 0;
    for (const PlacedToken& token : line.placed.tokens) {
      const bool is_word =
          static_cast<unsigned char>(document.text[token.source.begin]) >= 0x80;
      line.is_word.push_back(is_word ? 1 : 0);
      words += is_word ? 1 : 0;
    }
    if (words <= kMostWords && words < line.is_word.size()) {
      lines_.push_back(std::move(line));
    }
  }

  void Emit(const AddressLine& line) {
    const ClassifyBlock& block = view_.Document(line.i).blocks[line.block];
    std::vector<SlotRange> slots;
    uint64_t key = 4;
    for (size_t k = 0; k < line.is_word.size(); ++k) {
      const PlacedToken& token = line.placed.tokens[k];
      if (line.is_word[k]) {
        key = Mix64(key * 0x9E3779B97F4A7C15ull + token.token + 1);
      } else if (k > 0 && !line.is_word[k - 1]) {
        slots.back().range.end = token.source.end;
      } else {
        key = Mix64(key);
        slots.push_back({token.source, Slot::kAddress});
      }
    }
    view_.is_taken[line.i][line.block] = 1;
    builder_.Add({.i = line.i,
                  .range = block.range,
                  .token_begin = block.token_begin,
                  .token_end = block.token_end,
                  .key = key,
                  .role = Role::kContact},
                 slots);
  }

  SourceView& view_;
  TemplateBuilder& builder_;
  std::vector<AddressLine> lines_;
};

}  // namespace

void FindAddressLines(SourceView* view, TemplateBuilder* builder) {
  AddressLines(view, builder).Run();
}

}  // namespace tikrar
