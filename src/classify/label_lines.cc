#include "classify/label_lines.h"

#include <algorithm>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/hash.h"
#include "classify/carriers.h"
#include "classify/common_words.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

constexpr int kMostRounds = 3;
// Untaken blocks between a line and the document's border.
constexpr size_t kFirstBlocks = 3;
constexpr size_t kLastBlocks = 3;
constexpr size_t kMostFirst = 10;        // tokens of a line above the text
constexpr size_t kMostLast = 36;         // below it: tags
constexpr uint32_t kMostColonLabel = 3;  // tokens
constexpr uint32_t kMostLabel = 8;
// Below the text, or with long rests, a headline may open so too: then a label
// stands in this share of the documents. Without a colon it never stands
// above the text: there captions open alike.
constexpr double kLeastShare = 0.2;
constexpr double kMostRest = 4;  // mean tokens of a name
// No word follows the label in more of its documents: else it is longer.
constexpr double kMostAlike = 0.5;
constexpr size_t kLeastRests = 3;
// Of the blocks that open with the label, so many are such lines.
constexpr double kLeastLines = 0.8;
// Share of the carriers that have the words of a plain label elsewhere.
constexpr double kMostInBody = 0.05;
// Lines above the text are of one to a few words, those of tags have more.
constexpr double kLeastTags = 4.5;

uint64_t Extend(uint64_t key, uint32_t token) {
  return Mix64(key * 0x9E3779B97F4A7C15ull + token + 1);
}

struct Line {
  uint32_t i = 0;
  uint32_t block = 0;
  uint32_t colon = 0;  // tokens before a colon; 0 if there is none in reach
  bool is_first = false;
};

struct Label {
  uint32_t length = 0;
  bool has_colon = false;
  bool is_first = false;
  uint32_t groups = 0;
  size_t lines = 0;
  size_t blocks = 0;       // that open so, lines or not
  size_t rest_tokens = 0;  // of all lines
  uint32_t in_body = 0;    // documents
  uint32_t last_in_body = kNoTemplate;
};

class LabelLines {
 public:
  LabelLines(SourceView* view, TemplateBuilder* builder)
      : view_(*view),
        builder_(*builder),
        common_(*view),
        lines_(view->store()) {}

  void Run() {
    for (int round = 0; round < kMostRounds; ++round) {
      Collect();
      FindLabels();
      if (labels_.empty()) return;
      CountOthers();
      if (!Emit()) return;
    }
  }

 private:
  Tokens TokensOf(const Line& line) const {
    return view_.BlockTokens(line.i, line.block);
  }

  static uint64_t KeyOf(Tokens tokens, uint32_t length, bool has_colon) {
    uint64_t key = length * 2 + (has_colon ? 1 : 0);
    for (uint32_t k = 0; k < length; ++k) key = Extend(key, tokens[k]);
    return key;
  }

  // Short blocks at the edges that open as enough others do.
  void Collect() {
    lines_.clear();
    StoredVector<Line> lines(view_.store());
    StoredVector<Carrier> openings(view_.store());
    std::vector<uint32_t> untaken;
    for (uint32_t i = 0; i < view_.documents.size(); ++i) {
      untaken.clear();
      for (uint32_t b = 0; b < view_.is_taken[i].size(); ++b) {
        if (!view_.is_taken[i][b]) untaken.push_back(b);
      }
      // Of a short document the blocks go to the border that is nearer.
      for (size_t k = 0; k < untaken.size(); ++k) {
        const size_t behind = untaken.size() - 1 - k;
        if (k < kFirstBlocks && k <= behind) {
          lines.push_back({i, untaken[k], 0, true});
        } else if (behind < kLastBlocks) {
          lines.push_back({i, untaken[k], 0, false});
        }
      }
    }
    std::erase_if(lines, [&](const Line& line) {
      const size_t size = TokensOf(line).size();
      return size < 2 || size > kMostLast || IsNumberToken(TokensOf(line)[0]);
    });
    for (uint32_t l = 0; l < lines.size(); ++l) {
      openings.push_back({TokensOf(lines[l])[0], view_.groups[lines[l].i], l});
    }
    for (const CarrierRun& run :
         CountCarriers(&openings, view_.LeastGroups(1))) {
      for (size_t c = run.begin; c < run.end; ++c) {
        Place(lines[openings[c].item]);
      }
    }
  }

  // Keeps the line if it is no sentence.
  void Place(Line line) {
    const PlacedTokens placed = PlaceTokens(view_, line.i, line.block);
    if (placed.tokens.empty() || (placed.end_gap & (kStop | kColon)) != 0) {
      return;
    }
    for (uint32_t k = 1; k < placed.tokens.size(); ++k) {
      const uint32_t gap = placed.tokens[k].gap;
      if ((gap & kStop) != 0 && (gap & kSpace) != 0) return;
      if ((gap & kColon) != 0 && line.colon == 0 && k <= kMostColonLabel) {
        line.colon = k;
      }
    }
    lines_.push_back(line);
  }

  void FindLabels() {
    labels_.clear();
    for (uint32_t length = 1; length <= kMostLabel; ++length) {
      StoredVector<Carrier> carriers(view_.store());
      for (uint32_t l = 0; l < lines_.size(); ++l) {
        const Line& line = lines_[l];
        const Tokens tokens = TokensOf(line);
        if (tokens.size() <= length) continue;
        if (line.colon != 0 && line.colon != length) continue;
        carriers.push_back(
            {KeyOf(tokens, length, line.colon != 0), view_.groups[line.i], l});
      }
      for (const CarrierRun& run :
           CountCarriers(&carriers, view_.LeastGroups(1))) {
        AddLabel(carriers, run, length);
      }
    }
  }

  void AddLabel(const StoredVector<Carrier>& carriers, const CarrierRun& run,
                uint32_t length) {
    Label label;
    label.length = length;
    label.has_colon = lines_[carriers[run.begin].item].colon != 0;
    label.groups = run.groups;
    label.lines = run.end - run.begin;
    absl::flat_hash_map<uint32_t, size_t> next;
    size_t most = 0;
    size_t first = 0;
    size_t long_first = 0;
    size_t common = 0;
    for (size_t c = run.begin; c < run.end; ++c) {
      const Line& line = lines_[carriers[c].item];
      const Tokens tokens = TokensOf(line);
      most = std::max(most, ++next[tokens[length]]);
      first += line.is_first ? 1 : 0;
      long_first += line.is_first && tokens.size() > kMostFirst ? 1 : 0;
      label.rest_tokens += tokens.size() - length;
      common += std::count_if(
          tokens.begin() + length, tokens.end(),
          [&](uint32_t token) { return common_.Contains(token); });
    }
    const auto lines = static_cast<double>(label.lines);
    label.is_first = 2 * first > label.lines;
    const Tokens tokens =
        TokensOf(lines_[carriers[run.begin].item]).subspan(0, length);
    const bool has_names =
        label.is_first && label.has_colon &&
        static_cast<double>(label.rest_tokens) <= kMostRest * lines;
    const double share = has_names ? 0 : kLeastShare;
    // A closing sentence whose full stop is missing.
    const bool is_running_text =
        !label.has_colon &&
        static_cast<double>(label.rest_tokens) > kMostRest * lines &&
        common_.IsRunningText(common, label.rest_tokens);
    if (is_running_text || (label.is_first && !label.has_colon) ||
        label.groups < share * view_.group_count ||
        static_cast<double>(most) > kMostAlike * lines ||
        next.size() < kLeastRests ||
        static_cast<double>(long_first) > (1 - kLeastLines) * lines ||
        view_.classes->IsFormula(tokens)) {
      return;
    }
    labels_[carriers[run.begin].key] = label;
    first_tokens_.insert(tokens[0]);
  }

  // What else opens with the labels, and where else their words stand.
  void CountOthers() {
    for (uint32_t i = 0; i < view_.documents.size(); ++i) {
      const ClassifyDocument& document = view_.Document(i);
      for (uint32_t b = 0; b < view_.is_taken[i].size(); ++b) {
        if (view_.is_taken[i][b]) continue;
        const Tokens tokens = view_.BlockTokens(i, b);
        for (size_t at = 0; at < tokens.size(); ++at) {
          if (!first_tokens_.contains(tokens[at])) continue;
          CountAt(i, tokens.subspan(at), at == 0,
                  at == 0 ? document.blocks[b].range.In(document.text) : "");
        }
      }
    }
  }

  void CountAt(uint32_t i, Tokens tokens, bool opens, std::string_view text) {
    constexpr size_t kLabelBytes = 60;
    const bool near_colon =
        text.substr(0, kLabelBytes).find(':') != std::string_view::npos;
    for (uint32_t length = 1; length <= kMostLabel && length <= tokens.size();
         ++length) {
      for (const bool has_colon : {false, true}) {
        if (has_colon && !(opens && near_colon)) continue;
        const auto label = labels_.find(KeyOf(tokens, length, has_colon));
        if (label == labels_.end()) continue;
        if (opens) {
          ++label->second.blocks;
        } else if (!has_colon && label->second.last_in_body != i) {
          label->second.last_in_body = i;
          ++label->second.in_body;
        }
      }
    }
  }

  static bool IsGood(const Label& label) {
    return static_cast<double>(label.lines) >=
               kLeastLines * static_cast<double>(label.blocks) &&
           label.in_body <= kMostInBody * label.groups;
  }

  // Takes the lines of good labels; false if there are none.
  bool Emit() {
    bool any = false;
    for (const Line& line : lines_) {
      if (view_.is_taken[line.i][line.block]) continue;
      const Tokens tokens = TokensOf(line);
      if (line.is_first && tokens.size() > kMostFirst) continue;
      for (uint32_t n = 1; n <= kMostLabel && n < tokens.size(); ++n) {
        if (line.colon != 0 && line.colon != n) continue;
        const uint64_t key = KeyOf(tokens, n, line.colon != 0);
        const auto label = labels_.find(key);
        if (label == labels_.end() || !IsGood(label->second)) continue;
        EmitLine(line, key, label->second);
        any = true;
        break;
      }
    }
    return any;
  }

  void EmitLine(const Line& line, uint64_t key, const Label& label) {
    const ClassifyBlock& block = view_.Document(line.i).blocks[line.block];
    const PlacedTokens placed = PlaceTokens(view_, line.i, line.block);
    const bool has_tags =
        !label.is_first && static_cast<double>(label.rest_tokens) >=
                               kLeastTags * static_cast<double>(label.lines);
    Role role = label.is_first ? Role::kByline : Role::kCredit;
    if (has_tags) role = Role::kTags;
    view_.is_taken[line.i][line.block] = 1;
    builder_.Add({.i = line.i,
                  .range = block.range,
                  .token_begin = block.token_begin,
                  .token_end = block.token_end,
                  .key = Mix64(key + 7),
                  .role = role},
                 {{{placed.tokens[label.length].source.begin,
                    placed.tokens.back().source.end},
                   has_tags ? Slot::kTags : Slot::kName}});
  }

  SourceView& view_;
  TemplateBuilder& builder_;
  const CommonWords common_;
  StoredVector<Line> lines_;
  absl::flat_hash_map<uint64_t, Label> labels_;
  absl::flat_hash_set<uint32_t> first_tokens_;
};

}  // namespace

void FindLabelLines(SourceView* view, TemplateBuilder* builder) {
  LabelLines(view, builder).Run();
}

}  // namespace tikrar
