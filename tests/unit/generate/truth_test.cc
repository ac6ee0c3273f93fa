#include "generate/truth.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "base/hash.h"
#include "generate/fill_slots.h"
#include "reference/reference_normalizer.h"
#include "reference/reference_sketch.h"
#include "tikrar/text.h"
#include "unit/generate/planted_cell.h"

namespace tikrar {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

std::string Compact(std::string_view text) {
  const absl::StatusOr<Normalizer> normalizer = Normalizer::Create({});
  NormalizedText normalized;
  normalizer->Normalize(text, &normalized);
  return normalized.compact;
}

std::vector<std::string> SortedWords(std::string_view text) {
  const absl::StatusOr<Normalizer> normalizer = Normalizer::Create({});
  NormalizedText normalized;
  normalizer->Normalize(text, &normalized);
  std::vector<std::string> words;
  for (size_t i = 0; i < normalized.tokens.size(); ++i) {
    words.emplace_back(normalized.TokenText(i));
  }
  std::sort(words.begin(), words.end());
  return words;
}

bool IsCharacterStart(std::string_view text, uint32_t at) {
  return at == text.size() ||
         (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

TEST(TruthTest, RangesAreWholeCharactersOfTheText) {
  const PlantedCell cell(3, 800, kMediumEdits);
  ASSERT_GT(cell.truth.spans.size(), 3000u);
  for (const TruthSpan& span : cell.truth.spans) {
    const std::string& text = cell.pages[span.doc].text;
    ASSERT_LT(span.range.begin, span.range.end);
    ASSERT_LE(span.range.end, text.size());
    EXPECT_TRUE(IsCharacterStart(text, span.range.begin));
    EXPECT_TRUE(IsCharacterStart(text, span.range.end));
    const std::string_view inside = cell.Text(span);
    EXPECT_EQ(inside.find_first_of(" \n"), inside.find_first_of(" \n", 1));
    EXPECT_NE(inside.back(), ' ');
    EXPECT_NE(inside.back(), '\n');
  }
  for (const Page& page : cell.pages) EXPECT_TRUE(IsValidUtf8(page.text));
}

TEST(TruthTest, StructuralSpansAreLinesAndDoNotOverlap) {
  const PlantedCell cell(4, 800, kMildEdits);
  std::map<uint32_t, uint32_t> end_of;
  for (const TruthSpan& span : cell.truth.spans) {
    if (span.family >= 0) continue;
    EXPECT_THAT(std::string(span.kind),
                AnyOf("boilerplate", "related", "repeat"));
    EXPECT_GE(span.range.begin, end_of[span.doc]);
    end_of[span.doc] = span.range.end;
    EXPECT_EQ(cell.Text(span).find('\n'), std::string_view::npos);
  }
}

// A repeat equals the block before it.
TEST(TruthTest, RepeatsRepeatTheLineBefore) {
  const PlantedCell cell(5, 800, kMildEdits);
  size_t seen = 0;
  for (const TruthSpan& span : cell.truth.spans) {
    if (span.kind != "repeat") continue;
    ++seen;
    const std::string_view text = cell.pages[span.doc].text;
    std::vector<TextRange> lines;
    SplitLines(text, &lines);
    const auto line = std::find(lines.begin(), lines.end(), span.range);
    ASSERT_NE(line, lines.end());
    ASSERT_NE(line, lines.begin());
    EXPECT_EQ(line->In(text), (line - 1)->In(text));
  }
  EXPECT_GT(seen, 50u);
}

// Whether `text` is `line` with anything in its slots: the fixed parts stand
// in order, the first and the last at the ends.
bool Fits(std::string_view line, std::string_view text) {
  while (line.starts_with(' ')) line.remove_prefix(1);
  while (line.ends_with(' ')) line.remove_suffix(1);
  while (true) {
    const size_t slot = line.find('%');
    const std::string_view fixed = line.substr(0, slot);
    if (!text.starts_with(fixed)) return false;
    text.remove_prefix(fixed.size());
    if (slot == std::string_view::npos) return text.empty();
    line.remove_prefix(slot + 2);
    const std::string_view next = line.substr(0, line.find('%'));
    const size_t found = next.empty() ? (line.empty() ? text.size() : 1)
                         : next.size() == line.size() ? text.rfind(next)
                                                      : text.find(next);
    if (found == std::string_view::npos || found == 0) return false;
    text.remove_prefix(found);
  }
}

TEST(TruthTest, FurnitureIsItsTemplate) {
  const PlantedCell cell(6, 800, kMildEdits);
  std::set<std::string_view> roles;
  for (const TruthSpan& span : cell.truth.spans) {
    if (span.kind != "boilerplate") continue;
    roles.insert(span.role);
    bool fits = false;
    for (const FurniturePiece& piece :
         cell.world.publishers[cell.plans[span.doc].source].pieces) {
      for (std::string_view rest = piece.pattern; !rest.empty();) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        fits |= piece.role == span.role && Fits(line, cell.Text(span));
      }
    }
    EXPECT_TRUE(fits) << span.role << " " << cell.Text(span);
  }
  EXPECT_THAT(roles, testing::UnorderedElementsAre(
                         "masthead", "menu", "date", "byline", "credit", "tags",
                         "share", "caption", "copyright", "contact", "advert",
                         "other"));
}

TEST(TruthTest, RelatedHeadlinesAreTitlesOfOtherDocuments) {
  const PlantedCell cell(7, 600, kMildEdits);
  std::set<std::string> titles;
  for (const Page& page : cell.pages) titles.insert(page.title);
  std::set<std::string_view> roles;
  for (const TruthSpan& span : cell.truth.spans) {
    if (span.kind != "related") continue;
    roles.insert(span.role);
    if (span.role != "headline") continue;
    std::string_view text = cell.Text(span);
    for (const std::string_view bullet : {"- ", "• ", "* "}) {
      if (text.starts_with(bullet)) text.remove_prefix(bullet.size());
    }
    EXPECT_TRUE(titles.contains(std::string(text))) << text;
    EXPECT_NE(text, cell.pages[span.doc].title);
  }
  EXPECT_THAT(roles, testing::UnorderedElementsAre(
                         "header", "headline", "byline", "teaser", "article"));
}

// Whether the words before a quotation end a frame of speech: إن أن فإن, also
// with other alefs.
bool EndsFrame(std::string_view before) {
  const size_t blank = before.find_last_not_of(' ');
  if (blank == std::string_view::npos || blank + 1 == before.size()) {
    return false;
  }
  const size_t begin = before.find_last_of(" \n", blank) + 1;
  const std::string word = Compact(before.substr(begin));
  return word == "ان" || word == "فان";
}

TEST(TruthTest, QuotesStandInsideMarksOrAfterAFrame) {
  const PlantedCell cell(8, 800, kMildEdits);
  size_t bare = 0, marked = 0, reported = 0;
  for (const TruthSpan& span : cell.truth.spans) {
    if (span.kind != "quote") continue;
    const std::string_view text = cell.pages[span.doc].text;
    const std::string_view before = text.substr(0, span.range.begin);
    const std::string_view after = text.substr(span.range.end);
    if ((span.edits & kNoMarks) != 0) {
      ++bare;
      EXPECT_TRUE(before.ends_with(": ")) << before;
      EXPECT_TRUE(after.starts_with("."));
      continue;
    }
    if (EndsFrame(before)) {
      ++reported;
      EXPECT_TRUE(after.starts_with(".") || after.starts_with("،") ||
                  after.starts_with(" جاء"))
          << after.substr(0, 40);
      EXPECT_EQ(cell.Text(span).find(". "), std::string_view::npos);
      continue;
    }
    ++marked;
    const bool has_marks =
        (before.ends_with("«") && after.starts_with("»")) ||
        (before.ends_with("\"") && after.starts_with("\"")) ||
        (before.ends_with("“") && after.starts_with("”"));
    EXPECT_TRUE(has_marks) << before.substr(before.rfind('\n') + 1) << "|"
                           << cell.Text(span);
  }
  EXPECT_GT(bare, 5u);
  EXPECT_GT(marked, 50u);
  EXPECT_GT(reported, 50u);
}

// What copied paragraphs report is quoted, looked for by its frame as a string:
// in each verbatim passage, behind each of these words, to the end of the
// sentence (full stops within numbers are none) or the next of the frames.
TEST(TruthTest, ReportedWordsOfPassagesAreQuotes) {
  constexpr std::string_view kFrames[] = {"، مشيرا إلى أن ", "، موضحا أن ",
                                          "، مضيفا أن ", "، لافتا إلى أن "};
  const PlantedCell cell(17, 1500, 0);
  size_t seen = 0;
  for (const TruthMatch& match : cell.truth.matches) {
    if (match.is_document || match.kind != "passage") continue;
    if (match.obfuscation != "none" && match.obfuscation != "swapped") continue;
    const std::string_view text = cell.pages[match.b_doc].text;
    const std::string_view passage = match.b.In(text);
    for (const std::string_view frame : kFrames) {
      for (size_t at = passage.find(frame); at != std::string_view::npos;
           at = passage.find(frame, at + 1)) {
        const size_t begin = match.b.begin + at + frame.size();
        size_t end = begin;
        while (text[end] != '.' ||
               (text[end + 1] != ' ' && text[end + 1] != '\n')) {
          if (++end + 1 == text.size()) break;
        }
        const TextRange speech = {static_cast<uint32_t>(begin),
                                  static_cast<uint32_t>(end)};
        if (std::count(text.begin() + begin, text.begin() + end, ' ') < 3) {
          continue;
        }
        ++seen;
        EXPECT_TRUE(
            std::any_of(cell.truth.spans.begin(), cell.truth.spans.end(),
                        [&](const TruthSpan& span) {
                          return span.doc == match.b_doc &&
                                 span.kind == "quote" && span.range == speech;
                        }))
            << speech.In(text);
      }
    }
  }
  EXPECT_GT(seen, 10u);
}

// Without marks, what near copies report is no quotation.
TEST(TruthTest, NearCopiesDoNotQuoteOneAnother) {
  const PlantedCell cell(18, 1000, 0);
  std::map<uint32_t, std::set<uint32_t>> clusters_of_family;
  std::map<uint32_t, bool> is_reported;
  for (const TruthSpan& span : cell.truth.spans) {
    if (span.kind != "quote") continue;
    const auto family = static_cast<uint32_t>(span.family);
    clusters_of_family[family].insert(cell.truth.cluster_of[span.doc]);
    is_reported[family] |= EndsFrame(std::string_view(cell.pages[span.doc].text)
                                         .substr(0, span.range.begin));
  }
  for (const auto& [family, clusters] : clusters_of_family) {
    EXPECT_TRUE(!is_reported[family] || clusters.size() > 1) << family;
  }
}

constexpr Edits kLexical = kDigits | kMonths | kNames | kSynonyms | kDropped |
                           kAdded | kLooseClitic | kClitics;

// A passage that is a whole article, shared by documents that are no near
// copies.
bool IsWholeArticle(const PlantedCell& cell, const TruthMatch& match) {
  const auto& occurrences = cell.pages[match.a_doc].occurrences;
  return std::any_of(occurrences.begin(), occurrences.end(),
                     [&](const Occurrence& occurrence) {
                       return occurrence.part.sort == PartSort::kStory &&
                              occurrence.range == match.a;
                     });
}

// What each way of copying leaves equal.
TEST(TruthTest, MatchesAreWhatTheySay) {
  const PlantedCell cell(9, 1500, kMildEdits);
  std::map<std::string_view, size_t> seen;
  for (const TruthMatch& match : cell.truth.matches) {
    const std::string_view a = match.a.In(cell.pages[match.a_doc].text);
    const std::string_view b = match.b.In(cell.pages[match.b_doc].text);
    EXPECT_FALSE(match.obfuscation == "edited" && match.edits == 0);
    if (match.is_document || IsWholeArticle(cell, match)) continue;
    ++seen[match.obfuscation];
    if (match.obfuscation == "none" || match.obfuscation == "swapped") {
      EXPECT_EQ(Compact(a), Compact(b));
    } else if ((match.edits & kLexical) == 0) {
      EXPECT_EQ(SortedWords(a), SortedWords(b)) << match.obfuscation;
    }
  }
  for (const std::string_view name :
       {"none", "edited", "swapped", "word-shuffle", "phrase-shuffle"}) {
    EXPECT_GT(seen[name], 5u) << name;
  }
}

// What is left of a range without the structural spans inside it.
std::string WithoutFurniture(const PlantedCell& cell, uint32_t doc,
                             TextRange range) {
  std::string kept;
  uint32_t at = range.begin;
  for (const TruthSpan& span : cell.truth.spans) {
    if (span.doc != doc || span.family >= 0) continue;
    if (span.range.begin < at || span.range.end > range.end) continue;
    kept += cell.pages[doc].text.substr(at, span.range.begin - at);
    at = span.range.end;
  }
  return kept + cell.pages[doc].text.substr(at, range.end - at);
}

TEST(TruthTest, CopiesAreEqualWithoutEdits) {
  const PlantedCell cell(10, 1500, 0);
  size_t contained = 0, whole = 0;
  for (const TruthMatch& match : cell.truth.matches) {
    if (!match.is_document) continue;
    EXPECT_EQ(Compact(WithoutFurniture(cell, match.a_doc, match.a)),
              Compact(WithoutFurniture(cell, match.b_doc, match.b)));
    if (match.obfuscation == "contained") {
      ++contained;
    } else {
      ++whole;
    }
    const bool same_source =
        cell.pages[match.a_doc].source == cell.pages[match.b_doc].source;
    EXPECT_EQ(same_source, match.kind == "duplicate");
    EXPECT_TRUE(match.edits == 0);
  }
  EXPECT_GT(whole, 100u);
  EXPECT_GT(contained, 10u);
}

// The documents of a cluster are those that document matches join.
TEST(TruthTest, ClustersAreTheMatchedDocuments) {
  const PlantedCell cell(11, 1000, kMildEdits);
  std::set<uint32_t> matched;
  for (const TruthMatch& match : cell.truth.matches) {
    if (!match.is_document) continue;
    matched.insert({match.a_doc, match.b_doc});
    EXPECT_EQ(cell.truth.cluster_of[match.a_doc],
              cell.truth.cluster_of[match.b_doc]);
  }
  std::map<uint32_t, size_t> sizes;
  for (const uint32_t cluster : cell.truth.cluster_of) ++sizes[cluster];
  for (uint32_t doc = 0; doc < cell.pages.size(); ++doc) {
    EXPECT_EQ(sizes[cell.truth.cluster_of[doc]] > 1, matched.contains(doc));
  }
}

// Documents are matched by the similarity of what their pages hold, computed
// here from the definitions: slow normalizer, shingles as strings.
TEST(TruthTest, NearCopiesAreThoseOfTheReference) {
  const PlantedCell cell(19, 250, kMediumEdits);
  std::map<uint32_t, std::set<std::string>> sets;
  const auto set_of = [&](uint32_t doc) -> const std::set<std::string>& {
    std::set<std::string>& shingles = sets[doc];
    if (!shingles.empty()) return shingles;
    const std::string& text = cell.pages[doc].text;
    const std::string content =
        WithoutFurniture(cell, doc, {0, static_cast<uint32_t>(text.size())});
    std::vector<std::string> letters;
    for (const char32_t c : reference::ToUtf32(
             reference::CompactStream(content, Profile::kStandard))) {
      letters.push_back(reference::ToUtf8(std::u32string(1, c)));
    }
    const auto list = reference::Shingles(letters, 13);
    shingles.insert(list.begin(), list.end());
    return shingles;
  };
  size_t near = 0, apart = 0;
  for (const TruthMatch& match : cell.truth.matches) {
    if (!match.is_document && !IsWholeArticle(cell, match)) continue;
    const std::set<std::string>& a = set_of(match.a_doc);
    const std::set<std::string>& b = set_of(match.b_doc);
    double common = 0;
    for (const std::string& shingle : a) common += b.contains(shingle) ? 1 : 0;
    const auto size_a = static_cast<double>(a.size());
    const auto size_b = static_cast<double>(b.size());
    const double jaccard = common / (size_a + size_b - common);
    const double containment = common / std::min(size_a, size_b);
    EXPECT_EQ(match.is_document, jaccard >= 0.7 || containment >= 0.8);
    if (match.is_document) {
      ++near;
      EXPECT_NEAR(match.jaccard, jaccard, 1e-12);
      EXPECT_NEAR(match.containment, containment, 1e-12);
    } else {
      ++apart;
      EXPECT_EQ(match.kind, "passage");
      EXPECT_NE(cell.truth.cluster_of[match.a_doc],
                cell.truth.cluster_of[match.b_doc]);
    }
  }
  EXPECT_GT(near, 5u);
  EXPECT_GT(apart, 5u);
}

TEST(TruthTest, TrapsAreNotLabelledButInWholeCopies) {
  const PlantedCell cell(12, 1000, kMildEdits);
  std::set<std::string_view> names;
  for (uint32_t doc = 0; doc < cell.pages.size(); ++doc) {
    std::set<uint32_t> articles;
    for (const Occurrence& occurrence : cell.pages[doc].occurrences) {
      if (occurrence.part.sort != PartSort::kStory) continue;
      articles.insert(occurrence.range.begin);
    }
    for (const Trap& trap : cell.pages[doc].traps) {
      names.insert(trap.name);
      for (const TruthSpan& span : cell.truth.spans) {
        if (span.doc != doc || articles.contains(span.range.begin)) continue;
        EXPECT_TRUE(span.range.end <= trap.range.begin ||
                    span.range.begin >= trap.range.end)
            << span.kind;
      }
    }
  }
  EXPECT_GE(names.size(), 8u);
}

// Copies stand in the cell of their originals: no day comes back within one.
TEST(TruthTest, CopiesAreNotOlderThanTheirOriginals) {
  const auto date = [](uint64_t index) {
    const CalendarDay day = DayOf(index);
    return std::tuple(day.year, day.month, day.day);
  };
  for (uint64_t cell = 0; cell < 200; ++cell) {
    for (uint64_t i = cell * kCellDocuments + 1;
         i < (cell + 1) * kCellDocuments; ++i) {
      ASSERT_GE(date(i), date(i - 1)) << i;
    }
  }
  EXPECT_EQ(date(0), std::tuple(2015, 1u, 1u));
  EXPECT_EQ(date(50), std::tuple(2015, 1u, 2u));
}

// Every run of eight words that two documents share lies in something that is
// labelled, or in a trap.
TEST(TruthTest, NothingIsSharedThatIsNotPlanted) {
  constexpr size_t kWords = 8;
  const PlantedCell cell(13, 2000, kMildEdits);
  const absl::StatusOr<Normalizer> normalizer = Normalizer::Create({});
  std::map<uint64_t, std::pair<uint32_t, std::string>> first;
  size_t runs = 0;
  for (uint32_t doc = 0; doc < cell.pages.size(); ++doc) {
    std::vector<TextRange> planted;
    for (const TruthSpan& span : cell.truth.spans) {
      if (span.doc == doc) planted.push_back(span.range);
    }
    for (const Trap& trap : cell.pages[doc].traps) {
      planted.push_back(trap.range);
    }
    NormalizedText text;
    normalizer->Normalize(cell.pages[doc].text, &text);
    size_t length = 0;
    for (size_t i = 0; i < text.tokens.size(); ++i) {
      const TextRange source = text.tokens[i].source;
      const bool is_planted = std::any_of(
          planted.begin(), planted.end(), [&](const TextRange& range) {
            return source.begin < range.end && source.end > range.begin;
          });
      length = is_planted ? 0 : length + 1;
      if (length < kWords) continue;
      ++runs;
      const std::string run = text.Joined(i + 1 - kWords, i + 1);
      const auto [at, is_new] = first.try_emplace(HashBytes(run), doc, run);
      EXPECT_TRUE(is_new || at->second.first == doc) << run;
    }
  }
  EXPECT_GT(runs, 300000u);
}

TEST(TruthTest, SharesOfKinds) {
  const PlantedCell cell(14, 4096, kMildEdits);
  std::map<std::string_view, std::set<uint32_t>> documents;
  for (const TruthSpan& span : cell.truth.spans) {
    documents[span.kind].insert(span.doc);
  }
  const auto share = [&](std::string_view kind) {
    return static_cast<double>(documents[kind].size()) / 4096;
  };
  EXPECT_GT(share("boilerplate"), 0.9);
  for (const auto& [kind, low, high] :
       {std::tuple{"related", 0.25, 0.8}, std::tuple{"repeat", 0.05, 0.5},
        std::tuple{"duplicate", 0.06, 0.2},
        std::tuple{"syndicated", 0.15, 0.35}, std::tuple{"passage", 0.08, 0.3},
        std::tuple{"quote", 0.1, 0.5}}) {
    EXPECT_GT(share(kind), low) << kind;
    EXPECT_LT(share(kind), high) << kind;
  }
}

TEST(TruthTest, VocabularyIsThatOfNews) {
  const PlantedCell cell(16, 4096, 0);
  const absl::StatusOr<Normalizer> normalizer = Normalizer::Create({});
  std::map<std::string, size_t> counts;
  size_t total = 0;
  for (const Page& page : cell.pages) {
    NormalizedText text;
    normalizer->Normalize(page.text, &text);
    for (size_t i = 0; i < text.tokens.size(); ++i) {
      if (text.tokens[i].kind != TokenKind::kArabic) continue;
      ++counts[std::string(text.TokenText(i))];
      ++total;
    }
  }
  EXPECT_GE(counts.size(), 20000u);
  std::vector<size_t> by_rank;
  for (const auto& [word, count] : counts) by_rank.push_back(count);
  std::sort(by_rank.rbegin(), by_rank.rend());
  // As in Arabic news: في is some 5 % of the words, a few hundred forms are
  // half of them, and a good part of the forms is rare.
  EXPECT_GT(by_rank[0], total / 30);
  size_t half = 0;
  for (size_t i = 0; i < 700; ++i) half += by_rank[i];
  EXPECT_GT(half, total / 2);
  EXPECT_LT(by_rank[15000], 20u);
}

// Fewer pages: the same rows but for what the missing ones share.
TEST(TruthTest, RowsNameOnlyPagesThatAreThere) {
  const PlantedCell cell(15, 300, kMildEdits);
  for (const TruthSpan& span : cell.truth.spans) EXPECT_LT(span.doc, 300u);
  for (const TruthMatch& match : cell.truth.matches) {
    EXPECT_LT(match.a_doc, match.b_doc);
    EXPECT_LT(match.b_doc, 300u);
  }
}

}  // namespace
}  // namespace tikrar
