// FindQuotes: evidence and families.
//
// IMPLEMENTATION
// Beside every token that a place covers stands the family that last covered
// it: by that a text finds the families it could join at its own places,
// without a search. These tokens are few of a corpus, and are numbered among
// themselves: texts come by their words, from all over it.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "align/quote_extend.h"
#include "align/quote_notes.h"
#include "tikrar/quote.h"

namespace tikrar {
namespace {

using Documents = absl::Span<const absl::Span<const uint32_t>>;

constexpr uint32_t kUtteranceWords = 8;  // shorter ones may be names
constexpr uint32_t kPhraseWords = 5;     // shorter ones are mostly names
constexpr uint32_t kVerbatimWords = 10;  // of a frame alone, elsewhere bare
// No text of so many words is a formula; nor is one of few documents, or one
// that is quoted in a fourth of them.
constexpr uint32_t kLongWords = 20;
constexpr uint32_t kFormulaDocuments = 8;
constexpr uint32_t kFormulaTimes = 4;
// A name in marks, a bank or a film, has a frame before it by chance only.
constexpr uint32_t kNameTimes = 3;
constexpr uint32_t kNoFamily = 0xFFFFFFFFu;
constexpr size_t kMostFamiliesTried = 8;

// A text at most so many times longer or shorter joins a family.
constexpr uint32_t kMostTimesLonger = 2;

// The places of one text.
struct QuoteText {
  uint32_t needle = 0;
  absl::Span<const QuoteOccurrence> places;
  const PlaceNote* notes = nullptr;  // one a place
  uint64_t words = 0;                // over all places
  uint32_t documents = 0;
  uint32_t marked_documents = 0;
  uint32_t bare_documents = 0;
  uint32_t framed_documents = 0;
  uint32_t quoted_documents = 0;    // in marks or behind a frame
  uint32_t verbatim_documents = 0;  // word for word
  bool has_marks = false;           // at some needle of this text
  bool has_frame = false;
};

// Phrases that are said everywhere and quoted somewhere: titles of kings,
// wishes, what a ministry says every week.
bool IsFormula(const QuoteText& text, uint32_t size) {
  return size < kLongWords && text.documents >= kFormulaDocuments &&
         text.documents > kFormulaTimes * text.quoted_documents;
}

bool IsQuotation(const QuoteText& text, uint32_t size) {
  if (text.documents < 2 || IsFormula(text, size)) return false;
  if (text.has_marks) {
    if (size >= kUtteranceWords) return true;
    if (size >= kPhraseWords && text.bare_documents == 0) return true;
    return text.has_frame && text.bare_documents <= text.marked_documents &&
           text.marked_documents <= kNameTimes * text.framed_documents;
  }
  if (size < kUtteranceWords) return false;
  return text.quoted_documents >= 2 ||
         (text.verbatim_documents >= 2 && size >= kVerbatimWords);
}

struct DraftMember {
  uint32_t family = 0;
  QuoteMember place;
};

class FamilyBuilder {
 public:
  FamilyBuilder(Documents documents, absl::Span<const QuoteNeedle> needles,
                const QuoteOptions& options)
      : documents_(documents),
        needles_(needles),
        options_(options),
        notes_(options.store),
        family_at_(options.store),
        middles_(options.store),
        drafted_(options.store) {}

  QuoteResult Build() {
    const QuoteOccurrences found =
        FindQuoteOccurrences(documents_, needles_, options_);
    uint64_t covered = 0;
    notes_ = NotePlaces(documents_, needles_, found.occurrences, options_.store,
                        &covered);
    family_at_ = StoredVector<uint32_t>(
        covered, kNoFamily,
        StoreOfTable(options_.store, covered * sizeof(uint32_t)));
    for (const QuoteText& text : CollectTexts(found)) {
      GiveBack(options_.store);
      AddText(text);
    }
    return Finish();
  }

 private:
  absl::Span<uint32_t> FamiliesOf(const PlaceNote& note, uint32_t size) {
    return absl::MakeSpan(family_at_).subspan(note.at, size);
  }

  // The texts that are quotations, those with the most words first.
  StoredVector<QuoteText> CollectTexts(const QuoteOccurrences& found) {
    struct Signs {
      bool has_marks = false;
      bool has_frame = false;
    };
    StoredVector<Signs> signs(needles_.size(), Signs(), options_.store);
    for (size_t i = 0; i < needles_.size(); ++i) {
      if (found.first_equal[i] == kNoNeedle) continue;
      signs[found.first_equal[i]].has_marks |= needles_[i].has_marks;
      signs[found.first_equal[i]].has_frame |= needles_[i].has_frame;
    }
    StoredVector<QuoteText> texts(options_.store);
    const auto all = absl::MakeConstSpan(found.occurrences);
    for (size_t i = 0; i < all.size();) {
      size_t j = i + 1;
      while (j < all.size() && all[j].needle == all[i].needle) ++j;
      QuoteText text = Describe(all.subspan(i, j - i), &notes_[i]);
      text.has_marks = signs[text.needle].has_marks;
      text.has_frame = signs[text.needle].has_frame;
      if (IsQuotation(text, needles_[text.needle].size())) {
        texts.push_back(text);
      }
      i = j;
    }
    std::sort(texts.begin(), texts.end(),
              [&](const QuoteText& x, const QuoteText& y) {
                if (x.words != y.words) return x.words > y.words;
                const uint32_t x_size = needles_[x.needle].size();
                const uint32_t y_size = needles_[y.needle].size();
                return x_size != y_size ? x_size > y_size : x.needle < y.needle;
              });
    return texts;
  }

  // REQUIRES: the places are those of one needle, by document.
  static QuoteText Describe(absl::Span<const QuoteOccurrence> places,
                            const PlaceNote* notes) {
    QuoteText text;
    text.needle = places[0].needle;
    text.places = places;
    text.notes = notes;
    for (size_t i = 0; i < places.size();) {
      bool marked = false, framed = false, verbatim = false;
      const uint32_t doc = places[i].doc;
      for (; i < places.size() && places[i].doc == doc; ++i) {
        const QuoteOccurrence& place = places[i];
        text.words += place.size();
        marked |= notes[i].has_marks;
        framed |= notes[i].has_frame;
        verbatim |= place.edits == 0;
      }
      ++text.documents;
      text.marked_documents += marked;
      text.bare_documents += !marked;
      text.framed_documents += framed;
      text.quoted_documents += marked || framed;
      text.verbatim_documents += verbatim;
    }
    return text;
  }

  void AddText(const QuoteText& text) {
    std::array<uint32_t, kMostFamiliesTried> families;
    const size_t count = FamiliesAt(text, &families);
    const QuoteNeedle& needle = needles_[text.needle];
    for (size_t i = 0; i < count; ++i) {
      if (Common(needle.doc, needle.begin, needle.end, families[i])) {
        AddPlaces(text, families[i]);
        return;
      }
    }
    if (count == 1 && LiesInside(text, families[0])) return;
    middles_.push_back(text.needle);
    AddPlaces(text, static_cast<uint32_t>(middles_.size() - 1));
  }

  // The families that the places of a text touch, the first few.
  size_t FamiliesAt(const QuoteText& text,
                    std::array<uint32_t, kMostFamiliesTried>* families) {
    size_t count = 0;
    for (size_t i = 0; i < text.places.size(); ++i) {
      const auto at = FamiliesOf(text.notes[i], text.places[i].size());
      for (const uint32_t family : {at.front(), at[at.size() / 2], at.back()}) {
        const auto end = families->begin() + count;
        if (family == kNoFamily || count == families->size() ||
            std::find(families->begin(), end, family) != end) {
          continue;
        }
        (*families)[count++] = family;
      }
    }
    return count;
  }

  // Does no place of the text bring anything that the family does not cover?
  bool LiesInside(const QuoteText& text, uint32_t family) {
    for (size_t i = 0; i < text.places.size(); ++i) {
      const auto at = FamiliesOf(text.notes[i], text.places[i].size());
      if (std::any_of(at.begin(), at.end(),
                      [&](uint32_t f) { return f != family; })) {
        return false;
      }
    }
    return true;
  }

  // What a stretch has in common with the representative of a family, if that
  // is enough to be a member.
  std::optional<uint32_t> Common(uint32_t doc, uint32_t begin, uint32_t end,
                                 uint32_t family) const {
    const QuoteNeedle& middle = needles_[middles_[family]];
    const uint32_t size = end - begin;
    const uint32_t shorter = std::min(size, middle.size());
    const uint32_t longer = std::max(size, middle.size());
    if (longer > kMostTimesLonger * shorter) return std::nullopt;
    const uint32_t common = CommonTokens(
        documents_[middle.doc].subspan(middle.begin, middle.size()),
        documents_[doc].subspan(begin, size));
    if (static_cast<double>(common) / shorter < options_.containment) {
      return std::nullopt;
    }
    return common;
  }

  QuoteMember MemberOf(const QuoteOccurrence& place, const PlaceNote& note,
                       uint32_t common, uint32_t family) const {
    const uint32_t middle_size = needles_[middles_[family]].size();
    return {.doc = place.doc,
            .begin = place.begin,
            .end = place.end,
            .has_marks = note.has_marks != 0,
            .has_frame = note.has_frame != 0,
            .common_tokens = common,
            .containment = static_cast<double>(common) /
                           std::min(place.size(), middle_size),
            .jaccard = static_cast<double>(common) /
                       (place.size() + middle_size - common)};
  }

  void AddPlaces(const QuoteText& text, uint32_t family) {
    // Of what is the text word for word: most places, and each look at one is
    // a look at another document.
    const QuoteNeedle& needle = needles_[text.needle];
    const std::optional<uint32_t> of_text =
        Common(needle.doc, needle.begin, needle.end, family);
    for (size_t i = 0; i < text.places.size(); ++i) {
      GiveBackAt(i, options_.store);
      const QuoteOccurrence& place = text.places[i];
      const std::optional<uint32_t> common =
          place.edits == 0 ? of_text
                           : Common(place.doc, place.begin, place.end, family);
      if (!common) continue;
      drafted_.push_back(
          {family, MemberOf(place, text.notes[i], *common, family)});
      for (uint32_t& at : FamiliesOf(text.notes[i], place.size())) at = family;
    }
  }

  bool IsRepresentative(const QuoteMember& member, uint32_t needle) const {
    return member.doc == needles_[needle].doc &&
           member.begin == needles_[needle].begin &&
           member.end == needles_[needle].end;
  }

  // Appends the members of a family (sorted by place, the longest first) that
  // stay where some overlap: the representative, else the longest.
  void KeepApart(absl::Span<const DraftMember> members, uint32_t middle,
                 StoredVector<QuoteMember>* all) const {
    const size_t first = all->size();
    for (const DraftMember& draft : members) {
      const QuoteMember& member = draft.place;
      bool keep = true;
      while (all->size() > first && all->back().doc == member.doc &&
             all->back().end > member.begin) {
        keep = !IsRepresentative(all->back(), middle) &&
               (IsRepresentative(member, middle) ||
                member.size() > all->back().size());
        if (!keep) break;
        all->pop_back();
      }
      if (keep) all->push_back(member);
    }
  }

  QuoteResult Finish() {
    const auto order = [](const DraftMember& draft) {
      const QuoteMember& place = draft.place;
      return std::tuple(draft.family, place.doc, place.begin, ~place.end);
    };
    std::stable_sort(drafted_.begin(), drafted_.end(),
                     [&](const DraftMember& x, const DraftMember& y) {
                       return order(x) < order(y);
                     });
    QuoteResult result(options_.store);
    size_t begin = 0;
    for (uint32_t family = 0; family < middles_.size(); ++family) {
      size_t end = begin;
      while (end < drafted_.size() && drafted_[end].family == family) ++end;
      AppendFamily(absl::MakeConstSpan(drafted_).subspan(begin, end - begin),
                   middles_[family], &result);
      begin = end;
    }
    SortFamilies(&result);
    return result;
  }

  void AppendFamily(absl::Span<const DraftMember> members, uint32_t middle,
                    QuoteResult* result) const {
    QuoteFamily family;
    family.first_member = static_cast<uint32_t>(result->members.size());
    KeepApart(members, middle, &result->members);
    uint32_t last_doc = 0;
    for (size_t i = family.first_member; i < result->members.size(); ++i) {
      const QuoteMember& member = result->members[i];
      if (family.documents == 0 || member.doc != last_doc) ++family.documents;
      last_doc = member.doc;
      if (IsRepresentative(member, middle)) {
        family.representative = static_cast<uint32_t>(i);
      }
    }
    family.member_end = static_cast<uint32_t>(result->members.size());
    result->families.push_back(family);
  }

  // Members stay where they are.
  static void SortFamilies(QuoteResult* result) {
    const auto words = [&](const QuoteFamily& family) {
      uint64_t sum = 0;
      for (const QuoteMember& m : result->MembersOf(family)) sum += m.size();
      return sum;
    };
    StoredVector<std::pair<uint64_t, QuoteFamily>> keyed(
        result->families.get_allocator());
    for (const QuoteFamily& family : result->families) {
      keyed.emplace_back(words(family), family);
    }
    std::stable_sort(
        keyed.begin(), keyed.end(),
        [](const auto& x, const auto& y) { return x.first > y.first; });
    for (size_t i = 0; i < keyed.size(); ++i) {
      result->families[i] = keyed[i].second;
    }
  }

  const Documents documents_;
  const absl::Span<const QuoteNeedle> needles_;
  const QuoteOptions& options_;
  StoredVector<PlaceNote> notes_;     // by place
  StoredVector<uint32_t> family_at_;  // by token that a place covers
  StoredVector<uint32_t> middles_;    // needle of the representative, by family
  StoredVector<DraftMember> drafted_;  // in the order in which they joined
};

}  // namespace

QuoteResult FindQuotes(Documents documents,
                       absl::Span<const QuoteNeedle> needles,
                       const QuoteOptions& options) {
  return FamilyBuilder(documents, needles, options).Build();
}

}  // namespace tikrar
