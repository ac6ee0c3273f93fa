#include "classify/head_templates.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/hash.h"
#include "classify/carriers.h"
#include "classify/guess_role.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

constexpr uint32_t kLeastHead = 4;  // tokens
constexpr uint32_t kMostHead = 24;  // tokens
constexpr size_t kHeadBytes = 500;
// A line that other documents of the source have as their first block.
constexpr uint32_t kLeastKnown = 3;  // tokens
constexpr uint32_t kMostKnown = 8;
// No single word follows a head in more of its documents.
constexpr double kMostAlike = 0.5;
// Share of the documents that go on with a first word of others.
constexpr double kLeastRestart = 0.5;
// A first word opens at least two documents, and this share of them.
constexpr double kLeastOpenings = 0.001;

// News open alike too, and go on with what may open a text ("… received the
// minister"). Without a mark behind the head that prose does not have there, it
// stands in so many groups, and no three words of it elsewhere in more than
// this share of them.
constexpr uint32_t kHeadMarks =
    kDash | kSlash | kOpener | kCloser | kStar | kAt | kGlued;
constexpr double kLeastMarked = 0.8;
constexpr uint32_t kLeastUnmarked = 10;
constexpr uint32_t kRunTokens = 3;
constexpr double kMostElsewhere = 0.05;

class HeadTemplates {
 public:
  HeadTemplates(SourceView* view, TemplateBuilder* builder)
      : view_(*view), builder_(*builder), blocks_(view->store()) {}

  void Run() {
    for (uint32_t i = 0; i < view_.documents.size(); ++i) {
      blocks_.push_back(FirstBlock(i));
      const Tokens tokens = TokensAt(i);
      if (!tokens.empty()) ++openings_[tokens[0]];
    }
    StoredVector<uint32_t> lengths(view_.documents.size(), 0, view_.store());
    FindKnownLines(&lengths);
    for (uint32_t length = kLeastHead; length <= kMostHead; ++length) {
      if (!Count(length, &lengths)) break;
    }
    for (uint32_t i = 0; i < lengths.size(); ++i) {
      if (lengths[i] != 0) Emit(i, lengths[i]);
    }
  }

 private:
  uint32_t FirstBlock(uint32_t i) const {
    const absl::Span<const uint8_t> taken = view_.is_taken[i];
    size_t block = 0;
    while (block < taken.size() && taken[block]) ++block;
    return static_cast<uint32_t>(block);
  }

  Tokens TokensAt(uint32_t i) const {
    if (blocks_[i] >= view_.is_taken[i].size()) return {};
    const uint32_t begin = view_.Document(i).blocks[blocks_[i]].token_begin;
    const Tokens tokens = view_.BlockTokens(i, blocks_[i]);
    if (view_.text_begin[i] > begin || view_.text_end[i] <= begin) return {};
    return tokens.subspan(0, view_.text_end[i] - begin);
  }

  // First lines that are furniture as blocks elsewhere in the source.
  void FindKnownLines(StoredVector<uint32_t>* lengths) {
    StoredVector<Carrier> carriers(view_.store());
    for (uint32_t i = 0; i < view_.documents.size(); ++i) {
      if (view_.is_taken[i].empty() || !view_.is_taken[i][0]) continue;
      const Tokens line = view_.BlockTokens(i, 0);
      if (line.size() < kLeastKnown || line.size() > kMostKnown) continue;
      carriers.push_back({PrefixKey(line, line.size()), view_.groups[i], i});
    }
    absl::flat_hash_set<uint64_t> known;
    for (const CarrierRun& run :
         CountCarriers(&carriers, view_.LeastGroups(1))) {
      known.insert(carriers[run.begin].key);
    }
    if (known.empty()) return;
    for (uint32_t i = 0; i < view_.documents.size(); ++i) {
      const Tokens tokens = TokensAt(i);
      for (uint32_t n = kLeastKnown; n <= kMostKnown && n < tokens.size();
           ++n) {
        if (blocks_[i] == 0 && known.contains(PrefixKey(tokens, n))) {
          (*lengths)[i] = n;
        }
      }
    }
  }

  static uint64_t PrefixKey(Tokens tokens, size_t length) {
    uint64_t key = length;
    for (size_t k = 0; k < length; ++k) {
      key = Mix64(key * 0x9E3779B97F4A7C15ull + tokens[k] + 1);
    }
    return key;
  }

  // Sets the length of those documents whose first `length` tokens are a
  // head. False when no prefix of this length is frequent.
  bool Count(uint32_t length, StoredVector<uint32_t>* lengths) {
    StoredVector<Carrier> carriers(view_.store());
    for (uint32_t i = 0; i < view_.documents.size(); ++i) {
      const Tokens tokens = TokensAt(i);
      if (tokens.size() <= length) continue;
      const uint64_t key = PrefixKey(tokens, length);
      carriers.push_back({key, view_.groups[i], i});
    }
    const std::vector<CarrierRun> runs =
        CountCarriers(&carriers, view_.LeastGroups(1));
    for (const CarrierRun& run : runs) {
      if (!IsHead(carriers, run, length)) continue;
      for (size_t c = run.begin; c < run.end; ++c) {
        (*lengths)[carriers[c].item] = length;
      }
    }
    return !runs.empty();
  }

  bool IsHead(const StoredVector<Carrier>& carriers, const CarrierRun& run,
              uint32_t length) {
    const Tokens first = TokensAt(carriers[run.begin].item);
    if (view_.classes->IsFormula(first.subspan(0, length))) return false;
    absl::flat_hash_map<uint32_t, uint32_t> next;
    size_t restarts = 0;
    const double least =
        std::max(2.0, kLeastOpenings * static_cast<double>(blocks_.size()));
    size_t most = 0;
    for (size_t c = run.begin; c < run.end; ++c) {
      const uint32_t token = TokensAt(carriers[c].item)[length];
      most = std::max<size_t>(most, ++next[token]);
      const auto opening = openings_.find(token);
      restarts += !IsNumberToken(token) && token != first[0] &&
                          opening != openings_.end() && opening->second >= least
                      ? 1
                      : 0;
    }
    const auto count = static_cast<double>(run.end - run.begin);
    return static_cast<double>(most) <= kMostAlike * count &&
           static_cast<double>(restarts) >= kLeastRestart * count &&
           (IsMarked(carriers, run, length) ||
            (run.groups >= kLeastUnmarked &&
             StandsOnlyThere(first.subspan(0, length), run.groups)));
  }

  // Whether a mark parts the head from the text in most of its documents.
  bool IsMarked(const StoredVector<Carrier>& carriers, const CarrierRun& run,
                uint32_t length) const {
    size_t marked = 0;
    for (size_t c = run.begin; c < run.end; ++c) {
      const uint32_t i = carriers[c].item;
      const PlacedTokens placed =
          PlaceFirstTokens(view_, i, blocks_[i], kHeadBytes);
      marked += length < placed.tokens.size() &&
                        (placed.tokens[length].gap & kHeadMarks) != 0
                    ? 1
                    : 0;
    }
    return static_cast<double>(marked) >=
           kLeastMarked * static_cast<double>(run.end - run.begin);
  }

  bool StandsOnlyThere(Tokens head, uint32_t groups) const {
    absl::flat_hash_set<uint64_t> runs;
    absl::flat_hash_set<uint32_t> firsts;
    for (size_t k = 0; k + kRunTokens <= head.size(); ++k) {
      runs.insert(PrefixKey(head.subspan(k), kRunTokens));
      firsts.insert(head[k]);
    }
    uint32_t documents = 0;
    for (uint32_t i = 0; i < view_.documents.size(); ++i) {
      const Tokens tokens = view_.Document(i).tokens;
      const Tokens opening = TokensAt(i);
      size_t k = 0;
      if (opening.size() > head.size() &&
          opening.subspan(0, head.size()) == head) {
        k = view_.Document(i).blocks[blocks_[i]].token_begin + head.size();
      }
      for (; k + kRunTokens <= tokens.size(); ++k) {
        if (firsts.contains(tokens[k]) &&
            runs.contains(PrefixKey(tokens.subspan(k), kRunTokens))) {
          ++documents;
          break;
        }
      }
    }
    return documents <= kMostElsewhere * groups;
  }

  void Emit(uint32_t i, uint32_t length) {
    const ClassifyDocument& document = view_.Document(i);
    const ClassifyBlock& block = document.blocks[blocks_[i]];
    const PlacedTokens placed =
        PlaceFirstTokens(view_, i, blocks_[i], kHeadBytes);
    if (placed.tokens.size() <= length) return;
    FoundSpan span;
    span.i = i;
    span.range = {block.range.begin, placed.tokens[length - 1].source.end};
    span.token_begin = block.token_begin;
    span.token_end = block.token_begin + length;
    uint64_t key = 3;
    for (uint32_t k = 0; k < length; ++k) {
      key = Mix64(key * 0x9E3779B97F4A7C15ull + placed.tokens[k].token + 1);
    }
    span.key = key;
    span.role = GuessRole(span.range.In(document.text), {});
    builder_.Add(span, {});
  }

  SourceView& view_;
  TemplateBuilder& builder_;
  StoredVector<uint32_t> blocks_;  // the first that is not taken
  absl::flat_hash_map<uint32_t, uint32_t> openings_;
};

}  // namespace

void FindHeadTemplates(SourceView* view, TemplateBuilder* builder) {
  HeadTemplates(view, builder).Run();
}

}  // namespace tikrar
