#include "serve/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include "absl/strings/str_format.h"
#include "evaluate/json_rows.h"
#include "serve/request.h"
#include "serve/search_words.h"
#include "serve/text_packer.h"
#include "tikrar/clean.h"
#include "tikrar/text.h"
#include "unit/serve/scanned_run.h"

namespace tikrar::testing {
namespace {

using simdjson::dom::element;
using ::testing::ElementsAre;

// The rows of a file of the run.
void ForEachRow(const std::string& name,
                const std::function<void(element)>& visit) {
  std::ifstream in(Scanned().directory + "/" + name);
  for (std::string line; std::getline(in, line);) visit(Json(line).root());
}

// All rows of a list, page by page.
std::vector<std::string> AllRows(const std::string& target, int limit,
                                 int64_t* total) {
  std::vector<std::string> rows;
  const std::string joint = target.find('?') == target.npos ? "?" : "&";
  do {
    const Json page = Ask(absl::StrFormat("%s%soffset=%d&limit=%d", target,
                                          joint, rows.size(), limit));
    *total = page.number("/total");
    const auto list = page.list("/rows");
    if (list.empty()) break;
    for (const element row : list) rows.push_back(simdjson::minify(row));
  } while (true);
  return rows;
}

std::vector<int64_t> FamilyIds(const std::string& target) {
  int64_t total = 0;
  std::vector<int64_t> ids;
  for (const std::string& row : AllRows(target, 7, &total)) {
    ids.push_back(Json(row).number("/family"));
  }
  EXPECT_EQ(total, static_cast<int64_t>(ids.size())) << target;
  return ids;
}

struct Member {
  std::string doc, source, date;
  int64_t begin = 0, end = 0;
};

std::vector<Member> MembersOf(int64_t family) {
  std::vector<Member> members;
  for (int64_t offset = 0;; offset += 100) {
    const Json page = Ask(absl::StrFormat(
        "/api/family?id=%d&limit=100&offset=%d", family, offset));
    const auto rows = page.list("/members/rows");
    if (rows.empty()) return members;
    for (const element row : rows) {
      members.push_back({Text(row, "doc"), Text(row, "source"),
                         Text(row, "date"), Number(row, "begin"),
                         Number(row, "end")});
    }
  }
}

TEST(AnswerTest, DocumentsHaveTheirTexts) {
  for (const auto& [id, text] : Scanned().texts) {
    const Json document = Ask("/api/document?doc=" + Escaped(id));
    EXPECT_EQ(document.text("/text"), text) << id;
  }
}

// What the page says that clean leaves is what clean writes.
TEST(AnswerTest, CleanedIsWhatCleanLeaves) {
  const std::string out = Scanned().folder.path() + "/cleaned";
  const absl::StatusOr<CleanOutcome> outcome =
      Clean(Scanned().directory, out, {}, nullptr);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  std::map<std::string, std::string> left;
  for (const auto& entry : std::filesystem::directory_iterator(out)) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      // Half a pair of surrogates is no JSON to this reader.
      for (const std::string half : {"\\ud800", "\\udc00"}) {
        const size_t at = line.find(half);
        if (at != line.npos) line.replace(at, half.size(), "\uFFFD");
      }
      const Json row(line);
      left[Text(row.root(), "id")] = Text(row.root(), "text");
    }
  }
  ASSERT_GT(left.size(), 50u);
  uint64_t bytes = 0, documents = 0;
  for (const auto& [id, text] : Scanned().texts) {
    const Json document = Ask("/api/document?doc=" + Escaped(id));
    std::string kept;
    for (const element range : document.list("/cleaned")) {
      const auto begin = static_cast<size_t>(range.at(0).get_int64().value());
      const auto end = static_cast<size_t>(range.at(1).get_int64().value());
      kept += text.substr(begin, end - begin);
    }
    const auto found = left.find(id);
    EXPECT_EQ(kept, found == left.end() ? "" : found->second) << id;
    bytes += kept.size();
    documents += kept.empty() ? 0 : 1;
  }
  const Json run = Ask("/api/run");
  EXPECT_EQ(run.number("/clean/bytes_kept"), static_cast<int64_t>(bytes));
  EXPECT_EQ(run.number("/clean/documents_kept"),
            static_cast<int64_t>(documents));
  EXPECT_EQ(static_cast<uint64_t>(run.number("/clean/bytes_kept")),
            outcome->text_kept);
}

TEST(AnswerTest, MembersAreTheSpansOfAFamily) {
  std::map<int64_t, std::set<std::tuple<std::string, int64_t, int64_t>>> spans;
  ForEachRow("spans.jsonl", [&](element row) {
    const int64_t family = Number(row, "family");
    if (family < 0) return;
    spans[family].emplace(Text(row, "doc"), Number(row, "begin"),
                          Number(row, "end"));
  });
  size_t families = 0;
  ForEachRow("families.jsonl", [&](element row) {
    const int64_t family = Number(row, "family");
    if (Text(row, "unit") == "document") return;  // spans are whole there
    std::set<std::tuple<std::string, int64_t, int64_t>> members;
    for (const Member& member : MembersOf(family)) {
      members.emplace(member.doc, member.begin, member.end);
    }
    if (static_cast<int64_t>(spans[family].size()) == Number(row, "members")) {
      EXPECT_EQ(members, spans[family]) << family;
      ++families;
    } else {
      EXPECT_TRUE(std::includes(members.begin(), members.end(),
                                spans[family].begin(), spans[family].end()))
          << family;
    }
  });
  EXPECT_GT(families, 20u);
}

TEST(AnswerTest, FiltersAndOrdersAsALoopOverAllFamilies) {
  int64_t total = 0;
  const std::vector<std::string> rows = AllRows("/api/families", 9, &total);
  ASSERT_GT(rows.size(), 30u);
  const auto expect = [&](const std::string& query, auto is_wanted) {
    std::vector<int64_t> wanted;
    for (const std::string& row : rows) {
      const Json json(row);
      if (is_wanted(json)) wanted.push_back(json.number("/family"));
    }
    EXPECT_EQ(FamilyIds("/api/families?" + query), wanted) << query;
    return wanted.size();
  };
  size_t found = 0;
  for (const std::string kind :
       {"boilerplate", "related", "repeat", "duplicate", "syndicated", "quote",
        "passage"}) {
    found += expect("kind=" + kind,
                    [&](const Json& row) { return row.text("/kind") == kind; });
  }
  EXPECT_EQ(found, rows.size());
  for (const std::string unit : {"document", "block", "passage"}) {
    expect("unit=" + unit,
           [&](const Json& row) { return row.text("/unit") == unit; });
  }
  expect("min_members=4",
         [](const Json& row) { return row.number("/members") >= 4; });
  size_t shared = 0;
  const Json sources = Ask("/api/sources");
  for (const element source : sources.list("/rows")) {
    const std::string name = Text(source, "source");
    const auto has = [&](const Json& row) {
      // A row names five; all of six are known by their number.
      std::set<std::string> names;
      for (const Member& member : MembersOf(row.number("/family"))) {
        names.insert(member.source);
      }
      for (const element listed : row.list("/sources")) {
        names.insert(std::string(listed.get_string().value()));
      }
      return names.count(name) != 0;
    };
    shared += expect("source=" + Escaped(name), has);
  }
  EXPECT_GT(shared, rows.size());
  std::vector<int64_t> order;
  int64_t last = INT64_MAX;
  for (const std::string& row : rows) {
    const Json json(row);
    EXPECT_LE(json.number("/repeated"), last);
    last = json.number("/repeated");
    order.push_back(json.number("/family"));
  }
  std::vector<int64_t> upwards = FamilyIds("/api/families?order=asc");
  std::reverse(upwards.begin(), upwards.end());
  EXPECT_EQ(upwards, order);
}

TEST(AnswerTest, SharingIsWhatTheMembersSay) {
  std::map<std::pair<std::string, std::string>, std::array<int64_t, 5>> cells;
  for (const int64_t family : FamilyIds("/api/families")) {
    std::vector<Member> members = MembersOf(family);
    // By date, then in the order of the inputs, which is that of the map of
    // documents here: the run's own.
    std::map<std::string, int> place;
    int next = 0;
    ForEachRow("documents.jsonl",
               [&](element row) { place[Text(row, "doc")] = next++; });
    std::stable_sort(
        members.begin(), members.end(), [&](const Member& x, const Member& y) {
          const auto key = [&](const Member& m) {
            return std::tuple(m.date.empty() ? "9" : m.date, place[m.doc]);
          };
          return key(x) < key(y);
        });
    if (members.front().source.empty()) continue;
    std::map<std::string, std::pair<std::set<std::string>, int64_t>> parts;
    std::map<std::string, std::set<std::string>> dates;
    for (size_t i = 1; i < members.size(); ++i) {
      if (members[i].source.empty()) continue;
      dates[members[i].source].insert(members[i].date);
      parts[members[i].source].first.insert(members[i].doc);
      parts[members[i].source].second += members[i].end - members[i].begin;
    }
    for (const auto& [to, part] : parts) {
      auto& cell = cells[{members.front().source, to}];
      cell[0] += 1;
      cell[1] += static_cast<int64_t>(part.first.size());
      cell[2] += part.second;
      if (to == members.front().source) continue;
      const std::string& first = members.front().date;
      const std::string& later = *dates[to].begin();
      const bool is_undated = first.empty() || later.empty();
      constexpr size_t kDay = 10;
      const bool is_tied =
          later.substr(0, kDay) == first.substr(0, kDay) &&
          (later == first || later.size() == kDay || first.size() == kDay);
      cell[3] += is_tied && !is_undated ? 1 : 0;
      cell[4] += is_undated ? 1 : 0;
    }
  }
  const Json sharing = Ask("/api/sharing");
  EXPECT_EQ(sharing.list("/cells").size(), cells.size());
  for (const element cell : sharing.list("/cells")) {
    const auto& wanted = cells[{Text(cell, "from"), Text(cell, "to")}];
    EXPECT_EQ(Number(cell, "families"), wanted[0]);
    EXPECT_EQ(Number(cell, "documents"), wanted[1]);
    EXPECT_EQ(Number(cell, "bytes"), wanted[2]);
    EXPECT_EQ(Number(cell, "tied"), wanted[3]);
    EXPECT_EQ(Number(cell, "undated"), wanted[4]);
  }
}

TEST(AnswerTest, TheSharesOfTheKindsOfASourceAddUp) {
  std::map<std::string, std::string> sources;
  std::map<std::string, std::vector<bool>> covered;  // by document
  ForEachRow("documents.jsonl", [&](element row) {
    sources[Text(row, "doc")] = Text(row, "source");
    covered[Text(row, "doc")].resize(static_cast<size_t>(Number(row, "bytes")));
  });
  ForEachRow("spans.jsonl", [&](element row) {
    std::vector<bool>& bytes = covered[Text(row, "doc")];
    for (int64_t i = Number(row, "begin"); i < Number(row, "end"); ++i) {
      bytes[static_cast<size_t>(i)] = true;
    }
  });
  std::map<std::string, int64_t> wanted;
  for (const auto& [doc, bytes] : covered) {
    wanted[sources[doc]] += std::count(bytes.begin(), bytes.end(), true);
  }
  int64_t overlapping = 0;
  const Json answer = Ask("/api/sources");
  for (const element source : answer.list("/rows")) {
    int64_t shares = 0, bytes = 0;
    for (const auto kind : Members(source["kinds"].value())) {
      shares += Number(kind.value, "share_bytes");
      bytes += Number(kind.value, "bytes");
    }
    EXPECT_EQ(shares, wanted[Text(source, "source")]);
    overlapping += bytes - shares;
  }
  EXPECT_GT(overlapping, 0) << "nothing that the test could tell apart";
}

TEST(AnswerTest, SharesNameEachOtherDocumentOnce) {
  std::map<std::string, std::map<std::string, std::set<int64_t>>> wanted;
  for (const int64_t family : FamilyIds("/api/families")) {
    const std::string kind =
        Ask(absl::StrFormat("/api/family?id=%d&limit=1", family)).text("/kind");
    if (kind == "boilerplate" || kind == "related") continue;
    std::set<std::string> docs;
    for (const Member& member : MembersOf(family)) docs.insert(member.doc);
    for (const std::string& doc : docs) {
      for (const std::string& other : docs) {
        if (doc != other) wanted[doc][other].insert(family);
      }
    }
  }
  size_t joined_twice = 0;
  for (const auto& [doc, text] : Scanned().texts) {
    std::map<std::string, size_t> found;
    const std::string target = "/api/document?doc=" + Escaped(doc);
    const Json whole = Ask(target + "&limit=1000");
    for (const element row : whole.list("/shares/rows")) {
      const std::string other = Text(row, "doc");
      EXPECT_EQ(found.count(other), 0u) << doc << ", " << other;
      found[other] = static_cast<size_t>(Number(row, "families"));
      EXPECT_EQ(wanted[doc][other].count(Number(row, "family")), 1u);
    }
    ASSERT_EQ(found.size(), wanted[doc].size()) << doc;
    EXPECT_EQ(whole.number("/shares/total"),
              static_cast<int64_t>(found.size()));
    for (const auto& [other, families] : wanted[doc]) {
      EXPECT_EQ(found[other], families.size()) << doc << ", " << other;
      joined_twice += families.size() > 1 ? 1 : 0;
    }
    // The rest of a list goes on where its begin ended.
    if (found.size() < 2) continue;
    EXPECT_EQ(Ask(target + "&offset=1&limit=1").text("/shares/rows/0/doc"),
              whole.text("/shares/rows/1/doc"));
  }
  EXPECT_GT(joined_twice, 0u);
}

TEST(AnswerTest, FamiliesWithoutADateComeLastEitherWay) {
  for (const std::string order : {"asc", "desc"}) {
    int64_t total = 0;
    bool seen_undated = false;
    std::string last;
    for (const std::string& row :
         AllRows("/api/families?sort=date&order=" + order, 50, &total)) {
      const Json json(row);
      const element first = json.at("/first");
      const std::string date = first.is_null() ? "" : Text(first, "date");
      if (date.empty()) {
        seen_undated = true;
        continue;
      }
      EXPECT_FALSE(seen_undated) << order;
      if (!last.empty()) {
        EXPECT_TRUE(order == "asc" ? last <= date : last >= date) << date;
      }
      last = date;
    }
  }
  std::string kinds;
  int64_t total = 0;
  for (const std::string& row :
       AllRows("/api/families?sort=kind&order=asc", 50, &total)) {
    const std::string kind = Json(row).text("/kind");
    if (!kinds.ends_with(kind + " ")) kinds += kind + " ";
  }
  // In the order of the contract, each in one piece.
  size_t at = 0;
  for (const std::string kind :
       {"boilerplate ", "related ", "repeat ", "duplicate ", "syndicated ",
        "quote ", "passage "}) {
    if (kinds.find(kind) == kinds.npos) continue;
    EXPECT_EQ(kinds.find(kind), at) << kinds;
    at += kind.size();
  }
  EXPECT_EQ(at, kinds.size());
}

TEST(TextPackerTest, UnpacksAllOrTheBegin) {
  std::mt19937 random(1);
  std::string text;
  for (size_t size : {0, 1, 1000, 300000}) {
    while (text.size() < size) text += "كلمة " + std::to_string(random() % 99);
    text.resize(size);
    std::string packed = PackText(text);
    EXPECT_EQ(*UnpackText(packed), text);
    for (const size_t most : {size_t{0}, size / 3, size, size + 1}) {
      EXPECT_EQ(*UnpackText(packed, most), text.substr(0, most));
    }
    packed.resize(packed.size() / 2);
    EXPECT_FALSE(UnpackText(packed).ok());
    if (size == 0) continue;
    EXPECT_FALSE(UnpackText(packed, size - 1).ok());
  }
}

TEST(AnswerTest, AHitShowsTheWordsThatWereAskedFor) {
  const Normalizer& normalizer = Scanned().database->normalizer();
  SearchHits hits(normalizer, "المَدينه مدارس*");
  const std::string far(400, 'x');
  const std::string text = "في المدينة " + far + " فتحت مدارسُها في " +
                           "المدينةِ ومدارس المدن أبوابها " + far;
  // Where most of them are, not where the first is.
  const SearchHit hit = hits.In(text);
  std::vector<std::string> words;
  for (const TextRange range : hit.words) {
    NormalizedText word;
    normalizer.Normalize(range.In(hit.text), &word);
    words.push_back(word.Joined());
  }
  EXPECT_THAT(words, ElementsAre("مدارسها", "المدينه"));
  EXPECT_LE(hit.text.size(), 300u);
  EXPECT_TRUE(IsValidUtf8(hit.text));
  EXPECT_TRUE(SearchHits(normalizer, "غائبة").In(text).words.empty());
  EXPECT_TRUE(SearchHits(normalizer, "").In(text).words.empty());
  // As an answer has it.
  const Json rows = Ask("/api/documents?q=" + Escaped("للمُعلمين"));
  const element words_found = rows.at("/rows/0/hit/words/0");
  const auto begin = words_found.at(0).get_int64().value();
  const auto end = words_found.at(1).get_int64().value();
  EXPECT_EQ(
      rows.text("/rows/0/hit/text")
          .substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin)),
      "للمعلمين");
  const std::string& whole = Scanned().texts[rows.text("/rows/0/doc")];
  EXPECT_EQ(whole.find(rows.text("/rows/0/hit/text")),
            static_cast<size_t>(rows.number("/rows/0/hit/begin")));
}

TEST(AnswerTest, SearchFindsWhatHoldsAllWords) {
  const Normalizer& normalizer = Scanned().database->normalizer();
  const auto words_of = [&](std::string_view text) {
    NormalizedText normalized;
    normalizer.Normalize(text, &normalized);
    std::set<std::string> words;
    for (size_t i = 0; i < normalized.tokens.size(); ++i) {
      words.emplace(normalized.TokenText(i));
    }
    return words;
  };
  std::map<std::string, std::set<std::string>> words;
  ForEachRow("documents.jsonl", [&](element row) {
    const std::string id = Text(row, "doc");
    words[id] = words_of(Scanned().texts[id]);
    words[id].merge(words_of(Text(row, "title")));
  });
  for (const std::string query :
       {"البلدية", "فِي المدينة", "قال", "إعلان", "أعلنت الشواطئ الصيف",
        "لاتوجدكلمةكهذه", "!!", "عنوان"}) {
    std::set<std::string> wanted;
    const std::set<std::string> asked = words_of(query);
    for (const auto& [id, own] : words) {
      if (!asked.empty() &&
          std::includes(own.begin(), own.end(), asked.begin(), asked.end())) {
        wanted.insert(id);
      }
    }
    int64_t total = 0;
    std::set<std::string> found;
    for (const std::string& row :
         AllRows("/api/documents?q=" + Escaped(query), 13, &total)) {
      found.insert(Json(row).text("/doc"));
    }
    EXPECT_EQ(found, wanted) << query;
  }
  // With another filter it is joined with the documents.
  const std::string word = "/api/documents?q=" + Escaped("في");
  EXPECT_GT(Ask(word).number("/total"), 20);
  EXPECT_EQ(Ask(word + "&kept=true").number("/total") +
                Ask(word + "&kept=false").number("/total"),
            Ask(word).number("/total"));
  // The beginning of a word.
  EXPECT_EQ(Ask("/api/documents?q=" + Escaped("شواط")).number("/total"), 0);
  EXPECT_GE(Ask("/api/documents?q=" + Escaped("الشواط*")).number("/total"), 2);
}

TEST(AnswerTest, TheEditedLettersOfAKnownPairAreMarked) {
  const Json pair = Ask("/api/compare?a=hostile-1&b=hostile-2");
  size_t edits = 0;
  for (const element op : pair.list("/ops")) {
    if (Text(op, "op") != "edited") continue;
    ++edits;
    const std::string a = pair.text("/a/text"), b = pair.text("/b/text");
    const auto part = [](const std::string& text, element range) {
      const auto begin = static_cast<size_t>(range.at(0).get_int64().value());
      const auto end = static_cast<size_t>(range.at(1).get_int64().value());
      return text.substr(begin, end - begin);
    };
    EXPECT_EQ(part(a, op["a"].value()), "للمعلمات");
    EXPECT_EQ(part(b, op["b"].value()), "للمعلمين");
    EXPECT_EQ(part(a, op["letters_a"].at(0).value()), "ات");
    EXPECT_EQ(part(b, op["letters"].at(0).value()), "ين");
  }
  EXPECT_EQ(edits, 1u);
}

TEST(AnswerTest, HostileFieldsComeBackAsTheyAre) {
  const Json first = Ask("/api/document?doc=hostile-1");
  EXPECT_EQ(first.text("/url"), "javascript:alert(1)");
  EXPECT_EQ(first.text("/source"), "<b>\"x\"</b>&");
  EXPECT_EQ(first.text("/title"), "</script><img src=x onerror=alert(1)>");
  // All of it in the detail, a piece of it in lists.
  const Json second = Ask("/api/document?doc=hostile-2");
  EXPECT_EQ(second.text("/title"), LongTitle());
  const Json list = Ask("/api/documents?q=" + Escaped("للمعلمين"));
  ASSERT_EQ(list.number("/total"), 1);
  EXPECT_LE(list.text("/rows/0/title").size(), 1000u);
  EXPECT_EQ(Ask("/api/rejects").number("/total"), 1);
}

TEST(AnswerTest, WhatIsWrongIsSaid) {
  const auto code = [](const std::string& target) {
    return TryToAsk(target).status().code();
  };
  const auto bad = absl::StatusCode::kInvalidArgument;
  const auto none = absl::StatusCode::kNotFound;
  EXPECT_EQ(code("/api/nothing"), none);
  EXPECT_EQ(code("/api/../etc/passwd"), none);
  EXPECT_EQ(code("/api/family?id=99999999"), none);
  EXPECT_EQ(code("/api/align?family=0&a=0&b=99999999"), none);
  EXPECT_EQ(code("/api/document?doc=nobody"), none);
  EXPECT_EQ(code("/api/family"), bad);
  EXPECT_EQ(code("/api/family?id=-1"), bad);
  EXPECT_EQ(code("/api/family?id=1x"), bad);
  EXPECT_EQ(code("/api/family?id=1&id=2"), bad);
  EXPECT_EQ(code("/api/families?limit=1001"), bad);
  EXPECT_EQ(code("/api/families?kind=none"), bad);
  EXPECT_EQ(code("/api/families?sort=id;DROP"), bad);
  EXPECT_EQ(code("/api/families?from=soon"), bad);
  EXPECT_EQ(code("/api/families?unknown=1"), bad);
  EXPECT_EQ(code("/api/families?q=%FF"), bad);
  EXPECT_EQ(code("/api/families?q=%zz"), bad);
  EXPECT_EQ(code("/api/families?q=%00"), bad);
  // Quotes and operators of the index's language are words or nothing.
  EXPECT_TRUE(TryToAsk("/api/families?q=" + Escaped("\" OR * NEAR(")).ok());
  EXPECT_TRUE(TryToAsk("/api/families?source=" + Escaped("' OR 1=1 --")).ok());
}

}  // namespace
}  // namespace tikrar::testing
