#include "classify/block_templates.h"

#include <algorithm>
#include <vector>

#include "base/hash.h"
#include "classify/carriers.h"
#include "classify/guess_role.h"
#include "tikrar/sketch.h"

namespace tikrar {
namespace {

// Blocks up to this length are compared with slots, longer ones as they are.
constexpr size_t kMostMasked = 60;
// A template in this share of the documents is furniture wherever it stands;
// in the smaller share, if it always stands at about the same place. (Headings
// as "sources" stand in many articles of an encyclopedia, each time elsewhere.)
constexpr double kShareAnywhere = 0.5;
constexpr double kShareAtPlace = 0.2;
// How often furniture may stand behind furniture; see Run.
constexpr int kMostRounds = 8;
// Below those, a block without page marks opens or closes the text in this
// share of its documents.
constexpr double kAtBorder = 0.5;
// Blocks with page marks (stars, brackets, addresses) at the very end are
// furniture at a tenth of the least share.
constexpr double kMarkedFactor = 0.1;
// How many blocks from the start, and from the end, furniture may stand.
constexpr uint32_t kFirstBlocks = 3;
constexpr uint32_t kLastBlocks = 5;
constexpr double kAtEdge = 0.8;
constexpr double kAtMarkedEdge = 0.9;
// So is a line of a few words, without a mark in or behind it, that opens or
// closes the text: a writer's name, mostly.
constexpr size_t kLeastName = 2;
constexpr size_t kMostName = 5;
constexpr size_t kMostByline = 6;
// Where this share of the documents has a template at its usual place, give or
// take kPlaceSlack blocks, a second copy elsewhere in a document is none: the
// name of a section is also that of a newspaper.
constexpr double kUsualPlace = 0.8;
constexpr uint32_t kPlaceSlack = 3;
// A rare block that ends like a sentence is taken for
// one: "may God keep him." closes many a column.
constexpr double kMostSentences = 0.5;
// A menu: so many short items in a row. An item that few pages have stands
// among those that all have, at most kMenuGap in a row.
constexpr size_t kLeastMenu = 4;
constexpr size_t kMenuGap = 6;
constexpr size_t kMenuTokens = 4;
// Fewer may as well be a masthead on several lines.
constexpr size_t kLeastNamedMenu = 5;

struct BlockItem {
  uint32_t i = 0;
  uint32_t block = 0;
};

struct Evidence {
  double share = 0;
  double at_edge = 0;     // share of the carriers in the first or last blocks
  double at_end = 0;      // in the last blocks
  double at_border = 0;   // share of those that open or close the text
  double marked = 0;      // with page marks
  double sentences = 0;   // that end with a full stop
  bool is_slots = false;  // nothing but slots, no date among them
  bool is_formula = false;
  bool has_place = false;  // stands at about the same block number
  bool is_name = false;    // a few words and nothing else
};

bool EndsSentence(std::string_view text) {
  return (GapMarks(
              text.substr(text.size() - std::min<size_t>(text.size(), 2))) &
          kStop) != 0;
}

// Marks that running text seldom has at the border of a block.
bool HasPageMarks(std::string_view text) {
  constexpr uint32_t kLeading = kStar | kSlash | kOpener | kStop;
  const bool latin = std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '@';
  });
  if (latin) return true;
  const size_t lead = std::min<size_t>(text.size(), 3);
  if ((GapMarks(text.substr(0, lead)) & kLeading) != 0) return true;
  return text.find("«") != std::string_view::npos ||
         text.find_first_of("{}") != std::string_view::npos;
}

class BlockTemplates {
 public:
  BlockTemplates(SourceView* view, TemplateBuilder* builder)
      : view_(*view),
        builder_(*builder),
        items_(view->store()),
        first_item_(view->store()),
        carrier_keys_(view->store()),
        is_menu_(view->store()),
        is_own_(view->store()),
        menu_gaps_(view->store()),
        before_(view->store()),
        after_(view->store()),
        carriers_(view->store()) {}

  void Run() {
    Collect();
    runs_ = CountCarriers(&carriers_, view_.LeastGroups(kMarkedFactor));
    is_accepted_.assign(runs_.size(), 0);
    is_menu_.assign(items_.size(), 0);
    is_own_.assign(items_.size(), 0);
    // Furniture stands behind furniture: with what is known taken away, what
    // stood behind it comes to the edge.
    for (int round = 0; round < kMostRounds; ++round) {
      bool more = false;
      PlaceBlocks();
      for (size_t r = 0; r < runs_.size(); ++r) {
        if (is_accepted_[r]) continue;
        const Evidence evidence = Judge(runs_[r]);
        if (!Accept(evidence)) continue;
        is_accepted_[r] = 1;
        more = true;
        Take(runs_[r], evidence.share >= kShareAtPlace);
      }
      if (!more) break;
    }
    for (size_t i = 0; i < view_.documents.size(); ++i) FindMenus(i);
    for (size_t r = 0; r < runs_.size(); ++r) {
      if (is_accepted_[r]) Emit(runs_[r]);
    }
    for (const BlockItem& item : menu_gaps_) {
      EmitBlock(item, Mix64(carrier_keys_[ItemOf(item)]), Role::kMenu);
    }
  }

 private:
  void Collect() {
    std::vector<MaskedItem> masked;
    for (uint32_t i = 0; i < view_.documents.size(); ++i) {
      const size_t count = view_.Document(i).blocks.size();
      first_item_.push_back(static_cast<uint32_t>(items_.size()));
      for (uint32_t block = 0; block < count; ++block) {
        const Tokens tokens = view_.BlockTokens(i, block);
        uint64_t key = 0;
        if (tokens.size() <= kMostMasked) {
          MaskTokens(tokens, view_.titles[i], *view_.classes, &masked);
          key = HashMasked(tokens, masked);
        } else {
          key = HashBytes({reinterpret_cast<const char*>(tokens.data()),
                           tokens.size() * sizeof(uint32_t)});
        }
        carrier_keys_.push_back(key);
        if (!tokens.empty()) {
          carriers_.push_back(
              {key, view_.groups[i], static_cast<uint32_t>(items_.size())});
        }
        items_.push_back({i, block});
      }
    }
  }

  // before_/after_: untaken blocks between an item and the document's edges.
  void PlaceBlocks() {
    before_.assign(items_.size(), 0);
    after_.assign(items_.size(), 0);
    for (uint32_t i = 0; i < view_.documents.size(); ++i) {
      const absl::Span<const uint8_t> taken = view_.is_taken[i];
      uint32_t untaken = 0;
      for (size_t b = 0; b < taken.size(); ++b) {
        before_[first_item_[i] + b] = untaken;
        untaken += taken[b] ? 0 : 1;
      }
      untaken = 0;
      for (size_t b = taken.size(); b-- > 0;) {
        after_[first_item_[i] + b] = untaken;
        untaken += taken[b] ? 0 : 1;
      }
    }
  }

  Evidence Judge(const CarrierRun& run) const {
    Evidence evidence;
    size_t edge = 0;
    size_t end = 0;
    size_t border = 0;
    size_t plain = 0;
    size_t marked = 0;
    size_t sentences = 0;
    for (size_t c = run.begin; c < run.end; ++c) {
      const uint32_t item = carriers_[c].item;
      const BlockItem& at = items_[item];
      end += after_[item] < kLastBlocks ? 1 : 0;
      edge += IsAtEdge(item) ? 1 : 0;
      const ClassifyDocument& document = view_.Document(at.i);
      const std::string_view text =
          document.blocks[at.block].range.In(document.text);
      border += before_[item] == 0 || after_[item] == 0 ? 1 : 0;
      plain += (GapMarks(text) & ~uint32_t{kSpace}) == 0 ? 1 : 0;
      const bool is_marked = HasPageMarks(text);
      marked += is_marked ? 1 : 0;
      sentences += !is_marked && EndsSentence(text) ? 1 : 0;
    }
    const auto count = static_cast<double>(run.end - run.begin);
    evidence.share = static_cast<double>(run.groups) / view_.group_count;
    evidence.at_edge = static_cast<double>(edge) / count;
    evidence.at_end = static_cast<double>(end) / count;
    evidence.at_border = static_cast<double>(border) / count;
    evidence.marked = static_cast<double>(marked) / count;
    evidence.sentences = static_cast<double>(sentences) / count;
    const BlockItem& first = items_[carriers_[run.begin].item];
    const Tokens tokens = view_.BlockTokens(first.i, first.block);
    std::vector<MaskedItem> masked;
    MaskTokens(tokens, view_.titles[first.i], *view_.classes, &masked);
    evidence.is_slots =
        std::all_of(masked.begin(), masked.end(), [](const MaskedItem& item) {
          return item.slot == Slot::kNumber || item.slot == Slot::kTitle;
        });
    uint32_t usual = 0;
    evidence.has_place = FindUsualPlace(run, &usual);
    std::vector<uint32_t> words;
    for (const MaskedItem& item : masked) {
      if (item.slot == Slot::kNone) words.push_back(tokens[item.begin]);
    }
    evidence.is_formula = view_.classes->IsFormula(words);
    evidence.is_name =
        tokens.size() >= kLeastName && tokens.size() <= kMostName &&
        static_cast<double>(plain) >= kAtMarkedEdge * count &&
        std::none_of(tokens.begin(), tokens.end(), IsNumberToken);
    return evidence;
  }

  bool Accept(const Evidence& evidence) const {
    if (evidence.is_slots || evidence.is_formula) return false;
    if (evidence.share >= kShareAnywhere) return true;
    const bool at_edge = evidence.at_edge >= kAtEdge;
    if (evidence.share >= kShareAtPlace && (evidence.has_place || at_edge)) {
      return true;
    }
    if (evidence.sentences > kMostSentences) return false;
    const bool is_marked = evidence.marked >= kAtMarkedEdge;
    if (evidence.share >= view_.options->min_share) {
      return at_edge && (is_marked || evidence.at_border >= kAtBorder);
    }
    return (is_marked && evidence.at_end >= kAtMarkedEdge) ||
           (evidence.is_name && evidence.at_border >= kAtMarkedEdge);
  }

  // The block number around which most of the documents have the template.
  bool FindUsualPlace(const CarrierRun& run, uint32_t* usual) const {
    std::vector<uint32_t> places;
    for (size_t c = run.begin; c < run.end; ++c) {
      places.push_back(items_[carriers_[c].item].block);
    }
    const auto middle =
        places.begin() + static_cast<std::ptrdiff_t>(places.size() / 2);
    std::nth_element(places.begin(), middle, places.end());
    *usual = *middle;
    size_t documents = 0;
    size_t near = 0;
    for (size_t c = run.begin; c < run.end;) {
      const uint32_t i = items_[carriers_[c].item].i;
      bool is_near = false;
      for (; c < run.end && items_[carriers_[c].item].i == i; ++c) {
        is_near |=
            Distance(items_[carriers_[c].item].block, *usual) <= kPlaceSlack;
      }
      ++documents;
      near += is_near ? 1 : 0;
    }
    return static_cast<double>(near) >=
           kUsualPlace * static_cast<double>(documents);
  }

  static uint32_t Distance(uint32_t a, uint32_t b) {
    return a < b ? b - a : a - b;
  }

  // Takes the carriers of an accepted template: those at the edges of the
  // text, or with `anywhere` all; of several in one document only the one at
  // the usual place, if there is such a place.
  void Take(const CarrierRun& run, bool anywhere) {
    uint32_t usual = 0;
    const bool has_place = FindUsualPlace(run, &usual);
    const auto distance = [usual](uint32_t place) {
      return Distance(place, usual);
    };
    for (size_t c = run.begin; c < run.end;) {
      const uint32_t i = items_[carriers_[c].item].i;
      size_t nearest = c;
      size_t end = c;
      for (; end < run.end && items_[carriers_[end].item].i == i; ++end) {
        if (distance(items_[carriers_[end].item].block) <
            distance(items_[carriers_[nearest].item].block)) {
          nearest = end;
        }
      }
      for (size_t k = c; k < end; ++k) {
        if (anywhere ? !has_place || k == nearest
                     : IsAtEdge(carriers_[k].item)) {
          TakeItem(carriers_[k].item);
        }
      }
      c = end;
    }
  }

  bool IsAtEdge(uint32_t item) const {
    return after_[item] < kLastBlocks || before_[item] < kFirstBlocks;
  }

  void TakeItem(uint32_t item) {
    is_own_[item] = 1;
    view_.is_taken[items_[item].i][items_[item].block] = 1;
  }

  size_t ItemOf(const BlockItem& at) const {
    return first_item_[at.i] + at.block;
  }

  bool IsMenuItem(size_t i, size_t block) const {
    const ClassifyDocument& document = view_.Document(i);
    const Tokens tokens = view_.BlockTokens(i, block);
    return tokens.size() <= kMenuTokens &&
           !EndsSentence(document.blocks[block].range.In(document.text)) &&
           std::none_of(tokens.begin(), tokens.end(), IsNumberToken);
  }

  // Marks the menu items of a document, and takes the gaps among them.
  void FindMenus(size_t i) {
    // As it is before this takes more.
    const absl::Span<const uint8_t> row = view_.is_taken[i];
    const std::vector<uint8_t> taken(row.begin(), row.end());
    const auto is_item = [&](size_t b) { return IsMenuItem(i, b); };
    for (size_t begin = 0; begin < taken.size();) {
      size_t end = begin;  // behind the last taken item
      size_t items = 0;
      for (size_t b = begin; b < taken.size() && b <= end + kMenuGap; ++b) {
        if (!is_item(b)) break;
        if (!taken[b]) continue;
        ++items;
        end = b + 1;
      }
      if (!taken[begin] || items < kLeastMenu) {
        ++begin;
        continue;
      }
      for (size_t b = begin; b < end; ++b) {
        const BlockItem at{static_cast<uint32_t>(i), static_cast<uint32_t>(b)};
        if (taken[b]) {
          is_menu_[ItemOf(at)] = items >= kLeastNamedMenu ? 1 : 0;
        } else {
          view_.is_taken[i][b] = 1;
          menu_gaps_.push_back(at);
        }
      }
      begin = end;
    }
  }

  void Emit(const CarrierRun& run) {
    size_t in_menus = 0;
    size_t own = 0;
    for (size_t c = run.begin; c < run.end; ++c) {
      in_menus += is_menu_[carriers_[c].item];
      own += is_own_[carriers_[c].item];
    }
    const Role role = 2 * in_menus >= own ? Role::kMenu : RoleByPlace(run);
    for (size_t c = run.begin; c < run.end; ++c) {
      if (!is_own_[carriers_[c].item]) continue;
      EmitBlock(items_[carriers_[c].item], carriers_[c].key, role);
    }
  }

  // What stands above the text of nearly all pages names the page, what opens
  // some names the writer; stars and brackets behind the text hold a credit.
  Role RoleByPlace(const CarrierRun& run) const {
    size_t opening = 0;
    size_t above = 0;
    size_t credits = 0;
    for (size_t c = run.begin; c < run.end; ++c) {
      const BlockItem& at = items_[carriers_[c].item];
      const ClassifyDocument& document = view_.Document(at.i);
      const std::string_view text =
          document.blocks[at.block].range.In(document.text);
      constexpr uint32_t kOfCredit = kStar | kOpener;
      opening += at.block == 0 ? 1 : 0;
      above += before_[carriers_[c].item] == 0 ? 1 : 0;
      credits += (GapMarks(text.substr(0, 1)) & kOfCredit) != 0 ? 1 : 0;
    }
    const size_t half = (run.end - run.begin) / 2;
    const BlockItem& first = items_[carriers_[run.begin].item];
    const size_t words = view_.BlockTokens(first.i, first.block).size();
    if (above > half && run.groups >= kShareAnywhere * view_.group_count) {
      return Role::kMasthead;
    }
    if (opening > half && words <= kMostByline) return Role::kByline;
    return credits > half ? Role::kCredit : Role::kOther;
  }

  // `place` is for blocks whose form says nothing.
  void EmitBlock(const BlockItem& at, uint64_t key, Role place) {
    const ClassifyDocument& document = view_.Document(at.i);
    const ClassifyBlock& block = document.blocks[at.block];
    const Tokens tokens = view_.BlockTokens(at.i, at.block);
    std::vector<MaskedItem> masked;
    std::vector<SlotRange> slots;
    if (tokens.size() <= kMostMasked) {
      MaskTokens(tokens, view_.titles[at.i], *view_.classes, &masked);
      std::erase_if(masked, [](const MaskedItem& item) {
        return item.slot == Slot::kNone;
      });
    }
    if (!masked.empty()) {
      const PlacedTokens placed = PlaceTokens(view_, at.i, at.block);
      for (const MaskedItem& item : masked) {
        if (placed.tokens.empty()) break;
        slots.push_back({{placed.tokens[item.begin].source.begin,
                          placed.tokens[item.end - 1].source.end},
                         item.slot});
      }
    }
    Role role = GuessRole(block.range.In(document.text), masked);
    if (role == Role::kOther || place == Role::kMenu) role = place;
    // Behind the text a page repeats its title to be linked to.
    if (role == Role::kMasthead && place != Role::kMasthead) {
      role = Role::kShare;
    }
    builder_.Add({.i = at.i,
                  .range = block.range,
                  .token_begin = block.token_begin,
                  .token_end = block.token_end,
                  .key = key,
                  .role = role},
                 slots);
  }

  SourceView& view_;
  TemplateBuilder& builder_;
  StoredVector<BlockItem> items_;
  StoredVector<uint32_t> first_item_;    // of each document
  StoredVector<uint64_t> carrier_keys_;  // of each item
  StoredVector<uint8_t> is_menu_;        // of each item
  StoredVector<uint8_t> is_own_;         // of each item: taken with its key
  StoredVector<BlockItem> menu_gaps_;
  StoredVector<uint32_t> before_;
  StoredVector<uint32_t> after_;
  StoredVector<Carrier> carriers_;
  std::vector<CarrierRun> runs_;
  std::vector<uint8_t> is_accepted_;
};

}  // namespace

void FindBlockTemplates(SourceView* view, TemplateBuilder* builder) {
  BlockTemplates(view, builder).Run();
}

}  // namespace tikrar
