#include "classify/tail_templates.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/hash.h"
#include "classify/carriers.h"
#include "classify/common_words.h"
#include "classify/guess_role.h"
#include "classify/tail.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

constexpr uint32_t kMostAnchor = 4;
// A rest of the text counts as known at this part of the least share.
constexpr double kRestFactor = 0.1;
// Share of the carriers that have the anchor before the tail too.
constexpr double kMostInBody = 0.05;
constexpr double kAtSegment = 0.6;
constexpr double kGoesOn = 0.9;
// A paragraph has so many tokens, what is listed behind it fewer.
constexpr uint32_t kLeastParagraph = 25;
constexpr size_t kMostLine = 20;
constexpr size_t kMostBlockTails = 4;  // of a document
// A line that opens alike and goes on freely, away from the document's end,
// may as well be a headline: it must stand in this share of the documents.
constexpr double kLeastLineShare = 0.1;
// Share of the carriers whose rest, slots aside, is that of others.
constexpr double kLeastConstant = 0.8;
constexpr double kMostSentences = 0.2;
// Share of the carriers whose tail is longer than the text before it: there
// the "tail" is the text.
constexpr double kMostBare = 0.5;

using Placed = absl::Span<const PlacedToken>;

struct Occurrence {
  uint32_t t = 0;   // of the tail
  uint32_t at = 0;  // into Tail::tokens
  uint32_t length = 0;
};

struct Anchor {
  uint32_t length = 0;
  uint32_t first_token = 0;
  uint32_t groups = 0;
  bool is_free = false;  // what follows is neither constant nor the title
  // Documents that have it outside tails, and the last of them.
  uint32_t in_body = 0;
  uint32_t last_in_body = kNoTemplate;
};

// What tokens an anchor may start with, at a glance; all numbers are one.
size_t StartBucket(uint32_t token) {
  return IsNumberToken(token) ? size_t{1} << 16 : token >> 16;
}

uint64_t Extend(uint64_t key, uint32_t token) {
  // Any number is as good as another.
  const uint32_t value = IsNumberToken(token) ? 1 : token;
  return Mix64(key * 0x9E3779B97F4A7C15ull + value + 1);
}

class TailTemplates {
 public:
  TailTemplates(SourceView* view, TemplateBuilder* builder)
      : view_(*view),
        builder_(*builder),
        arena_(view->MakeArena()),
        tails_(view->store()),
        common_(*view) {}

  void Run() {
    for (uint32_t i = 0; i < view_.documents.size(); ++i) {
      tails_.push_back(KeptIn(arena_.get(), ReadTail(view_, i)));
    }
    Learn();
    const StoredVector<Tail> ends = std::move(tails_);
    tails_ = StoredVector<Tail>(view_.store());
    in_blocks_ = true;
    for (uint32_t i = 0; i < view_.documents.size(); ++i) {
      AddBlockTails(i, ends[i]);
    }
    Learn();
  }

 private:
  // Finds the anchors of tails_, and cuts the tails.
  void Learn() {
    candidates_.clear();
    frequent_rests_.clear();
    for (uint32_t length = 1; length <= kMostAnchor; ++length) Count(length);
    if (candidates_.empty()) return;
    DropThoseInBodies();
    Judge();
    for (uint32_t t = 0; t < tails_.size(); ++t) Cut(t);
  }

  // The ends of paragraphs with something else behind them: furniture, or
  // lines as a list of headlines has. The document may go on after that.
  void AddBlockTails(uint32_t i, const Tail& end) {
    const absl::Span<const uint8_t> taken = view_.is_taken[i];
    size_t added = 0;
    for (uint32_t b = 0; b < taken.size() && added < kMostBlockTails; ++b) {
      const ClassifyBlock& block = view_.Document(i).blocks[b];
      if (taken[b] || block.token_end > view_.text_end[i]) continue;
      const bool is_paragraph =
          block.token_end - block.token_begin >= kLeastParagraph;
      const bool at_end = b + 1 == taken.size();
      const bool at_line =
          !at_end && view_.BlockTokens(i, b + 1).size() <= kMostLine;
      // A line between the text and furniture may be a tail as a whole.
      const bool at_furniture = !at_end && taken[b + 1];
      if (!at_furniture && !(is_paragraph && (at_end || at_line))) continue;
      // Untaken, so the text's end: placed already.
      const bool is_placed = at_end && !end.tokens.empty();
      tails_.push_back(KeptIn(arena_.get(), is_placed
                                                ? LastBlockOf(end)
                                                : ReadBlockTail(view_, i, b)));
      ++added;
    }
  }

  // Anchors of `length` tokens. One that nearly always goes on with the same
  // word gives way to the longer one.
  void Count(uint32_t length) {
    StoredVector<Carrier> carriers(view_.store());
    StoredVector<uint64_t> shorter(view_.store());
    StoredVector<uint32_t> firsts(view_.store());
    for (uint32_t t = 0; t < tails_.size(); ++t) {
      const Placed tokens = tails_[t].tokens;
      for (uint32_t at = 0; at + length <= tokens.size(); ++at) {
        if (!OpensSegment(tokens[at])) continue;
        const uint64_t key = Key(tokens, at, length);
        if (key == 0) continue;
        carriers.push_back({key, view_.groups[tails_[t].i],
                            static_cast<uint32_t>(shorter.size())});
        shorter.push_back(Key(tokens, at, length - 1));
        firsts.push_back(tokens[at].token);
      }
    }
    for (const CarrierRun& run :
         CountCarriers(&carriers, view_.LeastGroups(1))) {
      Anchor anchor;
      anchor.length = length;
      anchor.first_token = firsts[carriers[run.begin].item];
      anchor.groups = run.groups;
      candidates_[carriers[run.begin].key] = anchor;
      const auto parent = candidates_.find(shorter[carriers[run.begin].item]);
      if (parent != candidates_.end() &&
          run.groups >= kGoesOn * parent->second.groups) {
        candidates_.erase(parent);
      }
    }
  }

  // 0 if the anchor would run over a block's or segment's border, or has no
  // word.
  static uint64_t Key(Placed tokens, uint32_t at, uint32_t length) {
    uint64_t key = length;
    bool has_word = false;
    for (uint32_t k = at; k < at + length; ++k) {
      if (k > at && (tokens[k].starts_block || (tokens[k].gap & kStop) != 0)) {
        return 0;
      }
      has_word |= !IsNumberToken(tokens[k].token);
      key = Extend(key, tokens[k].token);
    }
    return has_word ? key : 0;
  }

  // Anchors that stand before the tail in more than a few of the documents.
  void DropThoseInBodies() {
    // Live candidates by start; most die after a few documents.
    starts_.assign((size_t{1} << 16) + 1, 0);
    for (const auto& [key, anchor] : candidates_) {
      ++starts_[StartBucket(anchor.first_token)];
    }
    for (uint32_t t = 0; t < tails_.size(); ++t) {
      // From the tail before it in the document, or from the start.
      const uint32_t i = tails_[t].i;
      const bool is_later = t > 0 && tails_[t - 1].i == i;
      const size_t from =
          is_later ? tails_[t - 1].first + tails_[t - 1].tokens.size() : 0;
      for (size_t b = 0; b < view_.is_taken[i].size(); ++b) {
        const ClassifyBlock& block = view_.Document(i).blocks[b];
        if (view_.is_taken[i][b]) continue;
        const size_t begin = std::max<size_t>(from, block.token_begin);
        const size_t end = std::min(block.token_end, tails_[t].first);
        if (begin < end) LookInBody(t, begin, end);
      }
    }
    absl::erase_if(candidates_, [](const auto& candidate) {
      return IsDead(candidate.second);
    });
  }

  static bool IsDead(const Anchor& anchor) {
    return anchor.in_body > kMostInBody * anchor.groups;
  }

  void LookInBody(uint32_t t, size_t begin, size_t end) {
    const uint32_t i = tails_[t].i;
    const Tokens body = view_.Document(i).tokens.subspan(begin, end - begin);
    for (size_t at = 0; at < body.size(); ++at) {
      uint32_t& live = starts_[StartBucket(body[at])];
      if (live == 0) continue;
      for (uint32_t n = 1; n <= kMostAnchor && at + n <= body.size(); ++n) {
        uint64_t key = n;
        for (size_t k = at; k < at + n; ++k) key = Extend(key, body[k]);
        const auto candidate = candidates_.find(key);
        if (candidate == candidates_.end()) continue;
        Anchor& anchor = candidate->second;
        if (IsDead(anchor) || anchor.last_in_body == i) continue;
        anchor.last_in_body = i;
        ++anchor.in_body;
        if (IsDead(anchor)) --live;
      }
    }
  }

  // The key of the tokens from `at` to the end of the text, slots aside; what
  // is furniture behind it may be a line of tags.
  uint64_t RestKey(uint32_t t, uint32_t at) {
    rest_.clear();
    const Placed tokens = tails_[t].tokens;
    const size_t end =
        at < tails_[t].text_tokens ? tails_[t].text_tokens : tokens.size();
    for (size_t k = at; k < end; ++k) rest_.push_back(tokens[k].token);
    MaskTokens(rest_, view_.titles[tails_[t].i], *view_.classes, &masked_);
    return HashMasked(rest_, masked_);
  }

  // The tail from `at` on ends with a full stop, and has neither the title
  // nor stars, slashes or an address.
  bool IsProse(uint32_t t, uint32_t at) const {
    const Tail& tail = tails_[t];
    if (at >= tail.text_tokens || (tail.text_gap & kStop) == 0) return false;
    constexpr uint32_t kOfPage = kSlash | kStar | kAt;
    for (size_t k = at; k < tail.text_tokens; ++k) {
      if ((tail.tokens[k].gap & kOfPage) != 0) return false;
    }
    return std::none_of(
        masked_.begin(), masked_.end(),
        [](const MaskedItem& item) { return item.slot == Slot::kTitle; });
  }

  struct Verdict {
    uint32_t carriers = 0;
    uint32_t at_segment = 0;
    uint32_t constant = 0;
    uint32_t sentences = 0;
    uint32_t formulae = 0;
    uint32_t bare = 0;   // that are longer than the text before
    uint32_t whole = 0;  // that are whole blocks
    uint32_t words = 0;  // behind the anchor
    uint32_t common = 0;
    uint32_t prose = 0;  // that end like a sentence, without marks of a page
  };

  void Judge() {
    // Rests that several documents have.
    StoredVector<Carrier> rests(view_.store());
    StoredVector<std::pair<uint64_t, Occurrence>> occurrences(view_.store());
    for (uint32_t t = 0; t < tails_.size(); ++t) {
      const Placed tokens = tails_[t].tokens;
      for (uint32_t at = 0; at < tokens.size(); ++at) {
        bool any = false;
        for (uint32_t n = 1; n <= kMostAnchor && at + n <= tokens.size(); ++n) {
          const uint64_t key = Key(tokens, at, n);
          if (!candidates_.contains(key)) continue;
          occurrences.push_back({key, {t, at, n}});
          any = true;
        }
        if (any)
          rests.push_back({RestKey(t, at), view_.groups[tails_[t].i], t});
      }
    }
    for (const CarrierRun& run :
         CountCarriers(&rests, view_.LeastGroups(kRestFactor))) {
      frequent_rests_[rests[run.begin].key] = run.groups;
    }
    absl::flat_hash_map<uint64_t, Verdict> verdicts;
    for (const auto& [key, at] : occurrences) {
      Verdict& verdict = verdicts[key];
      ++verdict.carriers;
      verdict.at_segment += OpensSegment(tails_[at.t].tokens[at.at]) ? 1 : 0;
      verdict.constant +=
          frequent_rests_.contains(RestKey(at.t, at.at)) ? 1 : 0;
      verdict.sentences += HasSentence(tails_[at.t], at.at + at.length) ? 1 : 0;
      const Tail& tail = tails_[at.t];
      verdict.whole += tail.tokens[at.at].starts_block ? 1 : 0;
      verdict.bare += tail.first + at.at < tail.tokens.size() - at.at ? 1 : 0;
      for (size_t k = at.at + at.length; k < tail.tokens.size(); ++k) {
        ++verdict.words;
        verdict.common += common_.Contains(tail.tokens[k].token) ? 1 : 0;
      }
      verdict.prose += IsProse(at.t, at.at) ? 1 : 0;
      verdict.formulae += view_.classes->IsFormula(rest_) ? 1 : 0;
    }
    for (const auto& [key, verdict] : verdicts) {
      Anchor& anchor = candidates_[key];
      const double carriers = verdict.carriers;
      anchor.is_free = verdict.constant < kLeastConstant * carriers;
      const bool is_running_text =
          verdict.sentences > kMostSentences * carriers ||
          common_.IsRunningText(verdict.common, verdict.words);
      const bool is_line = verdict.whole * 2 > carriers;
      if (anchor.is_free && is_line && in_blocks_ &&
          anchor.groups < kLeastLineShare * view_.group_count) {
        candidates_.erase(key);
        continue;
      }
      if (verdict.bare > kMostBare * carriers ||
          verdict.at_segment < kAtSegment * carriers ||
          verdict.formulae * 2 > carriers || verdict.prose * 2 > carriers ||
          (anchor.is_free && is_running_text)) {
        candidates_.erase(key);
      }
    }
  }

  void Cut(uint32_t t) {
    const Tail& tail = tails_[t];
    uint32_t begin = static_cast<uint32_t>(tail.tokens.size());
    uint32_t length = 0;
    for (uint32_t at = 0; at < tail.tokens.size() && length == 0; ++at) {
      for (uint32_t n = kMostAnchor; n >= 1 && length == 0; --n) {
        if (at + n > tail.tokens.size()) continue;
        const auto anchor = candidates_.find(Key(tail.tokens, at, n));
        if (anchor == candidates_.end() || !MayCut(t, at, n, anchor->second)) {
          continue;
        }
        begin = at;
        length = n;
      }
    }
    if (length == 0) return;
    EmitAddressBefore(t, begin);
    Emit(t, begin, length);
  }

  bool MayCut(uint32_t t, uint32_t at, uint32_t length, const Anchor& anchor) {
    if (frequent_rests_.contains(RestKey(t, at))) return true;
    if (!anchor.is_free) {
      // A constant tail with something changed.
      return length > 1 || OpensSegment(tails_[t].tokens[at]);
    }
    if (!HasSentence(tails_[t], at + length)) return true;
    return OpensSegment(tails_[t].tokens[at]) && !GoesOn(tails_[t], at);
  }

  // Text stands in blocks behind the one of token `at`.
  static bool GoesOn(const Tail& tail, uint32_t at) {
    return at < tail.text_tokens &&
           tail.blocks[at] != tail.blocks[tail.text_tokens - 1];
  }

  // A block that holds an address and then the tail leaves no text.
  void EmitAddressBefore(uint32_t t, uint32_t begin) {
    const Tail& tail = tails_[t];
    const uint32_t i = tail.i;
    view_.text_end[i] = std::min(view_.text_end[i], tail.first + begin);
    const ClassifyDocument& document = view_.Document(i);
    uint32_t from = begin;
    bool has_at = false;
    while (from > 0 && !tail.tokens[from].starts_block) {
      --from;
      const TextRange source = tail.tokens[from].source;
      if (static_cast<unsigned char>(document.text[source.begin]) >= 0x80) {
        return;
      }
      has_at |= (tail.tokens[from].gap & kAt) != 0;
    }
    if (from == begin || !has_at || !tail.tokens[from].starts_block) return;
    FoundSpan span;
    span.i = i;
    span.range = {document.blocks[tail.blocks[from]].range.begin,
                  tail.tokens[begin - 1].source.end};
    span.token_begin = tail.first + from;
    span.token_end = tail.first + begin;
    span.key = 5;
    span.role = Role::kContact;
    view_.text_end[i] = span.token_begin;
    builder_.Add(span, {{span.range, Slot::kAddress}});
  }

  // One span for each block that the tail touches.
  void Emit(uint32_t t, uint32_t begin, uint32_t length) {
    const Tail& tail = tails_[t];
    const auto count = static_cast<uint32_t>(tail.tokens.size());
    for (uint32_t at = begin; at < count;) {
      uint32_t end = at + 1;
      while (end < count && tail.blocks[end] == tail.blocks[at]) ++end;
      if (!view_.is_taken[tail.i][tail.blocks[at]]) {
        EmitPart(t, at, end, at == begin ? length : 0);
      }
      at = end;
    }
  }

  void EmitPart(uint32_t t, uint32_t begin, uint32_t end, uint32_t literal) {
    const Tail& tail = tails_[t];
    const uint32_t i = tail.i;
    const ClassifyDocument& document = view_.Document(i);
    const uint32_t row = tail.blocks[begin];
    const ClassifyBlock& block = document.blocks[row];
    FoundSpan span;
    span.i = i;
    span.token_begin = tail.first + begin;
    span.token_end = tail.first + end;
    if (span.token_begin == block.token_begin) {
      span.range = block.range;
      view_.is_taken[i][row] = 1;
    } else {
      // The tail may begin inside a long block.
      const uint32_t least =
          begin > 0 ? tail.tokens[begin - 1].source.end : block.range.begin;
      span.range = {
          TailBegin(document.text, least, tail.tokens[begin].source.begin),
          block.range.end};
    }
    SetSlots(t, begin, end, literal, &span);
    builder_.Add(span, slots_);
  }

  void SetSlots(uint32_t t, uint32_t begin, uint32_t end, uint32_t literal,
                FoundSpan* span) {
    const Placed tokens = tails_[t].tokens;
    const bool is_free =
        literal != 0 && !frequent_rests_.contains(RestKey(t, begin));
    rest_.clear();
    for (uint32_t k = begin; k < end; ++k) rest_.push_back(tokens[k].token);
    MaskTokens(rest_, view_.titles[tails_[t].i], *view_.classes, &masked_);
    if (is_free) {
      // Behind the anchor all is one slot.
      std::erase_if(masked_, [&](const MaskedItem& item) {
        return item.begin >= literal;
      });
      if (begin + literal < end) {
        masked_.push_back({Slot::kTags, literal, end - begin});
      }
    }
    span->key = HashMasked(rest_, masked_);
    std::erase_if(masked_, [](const MaskedItem& item) {
      return item.slot == Slot::kNone;
    });
    slots_.clear();
    for (const MaskedItem& item : masked_) {
      slots_.push_back({{tokens[begin + item.begin].source.begin,
                         tokens[begin + item.end - 1].source.end},
                        item.slot});
    }
    span->role =
        GuessRole(span->range.In(view_.Document(tails_[t].i).text), masked_);
    // A title at the end is no masthead: the page says where it stands.
    if (span->role == Role::kMasthead) span->role = Role::kCredit;
  }

  SourceView& view_;
  TemplateBuilder& builder_;
  const std::unique_ptr<StoreArena> arena_;  // of tails; null: the heap
  StoredVector<Tail> tails_;
  absl::flat_hash_map<uint64_t, Anchor> candidates_;
  std::vector<uint32_t> starts_;
  absl::flat_hash_map<uint64_t, uint32_t> frequent_rests_;
  const CommonWords common_;
  bool in_blocks_ = false;  // tails_ are ends of blocks, not of documents
  std::vector<uint32_t> rest_;
  std::vector<MaskedItem> masked_;
  std::vector<SlotRange> slots_;
};

}  // namespace

void FindTailTemplates(SourceView* view, TemplateBuilder* builder) {
  TailTemplates(view, builder).Run();
}

}  // namespace tikrar
