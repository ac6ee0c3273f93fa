#include "tikrar/scan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_format.h"
#include "unit/pipeline/made_words.h"
#include "unit/pipeline/scan_fixture.h"

namespace tikrar {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string IdOf(const RunResult& run, uint32_t doc) {
  return std::string(run.documents[doc].document.id);
}

// Families as sets of `id@begin`, whatever their order.
std::set<std::set<std::string>> FamilySets(const RunResult& run) {
  std::set<std::set<std::string>> families;
  for (const FamilyRow& family : run.families) {
    std::set<std::string> members = {std::string(UnitName(family.unit)) + ":" +
                                     std::string(KindName(family.kind))};
    for (const FamilyMember& member : family.members) {
      members.insert(IdOf(run, member.doc) + "@" +
                     std::to_string(member.range.begin));
    }
    families.insert(members);
  }
  return families;
}

std::set<std::set<std::string>> DocumentFamilies(const RunResult& run) {
  std::set<std::set<std::string>> families;
  for (const FamilyRow& family : run.families) {
    if (family.unit != Unit::kDocument) continue;
    std::set<std::string> members;
    for (const FamilyMember& member : family.members) {
      members.insert(IdOf(run, member.doc));
    }
    families.insert(members);
  }
  return families;
}

std::string Concatenate(const std::vector<std::string>& records) {
  std::string all;
  for (const std::string& record : records) all += record;
  return all;
}

TEST_F(ScanTest, ExactCopyAcrossSourcesIsSyndicatedWithTheEarliestFirst) {
  const std::string path = Write(
      "a.jsonl", Record("late", "nahar", "2024-05-02", Words(0, 60)) +
                     Record("early", "wakala", "2024-05-01", Words(0, 60)) +
                     Record("other", "nahar", "2024-05-01", Words(500, 60)));
  const ScanOutcome outcome = Run(path);
  const RunResult& run = outcome.run;
  ASSERT_EQ(DocumentFamilies(run),
            (std::set<std::set<std::string>>{{"late", "early"}}));
  const FamilyRow& family = *std::find_if(
      run.families.begin(), run.families.end(),
      [](const FamilyRow& row) { return row.unit == Unit::kDocument; });
  EXPECT_EQ(family.kind, Kind::kSyndicated);
  EXPECT_EQ(IdOf(run, static_cast<uint32_t>(family.first)), "early");
  EXPECT_TRUE(run.documents[1].keep);
  EXPECT_FALSE(run.documents[0].keep);
  EXPECT_EQ(run.documents[0].reason, Kind::kSyndicated);
  EXPECT_EQ(run.documents[0].keeper, 1);
  EXPECT_TRUE(run.documents[2].keep);
}

TEST_F(ScanTest, CopyInTheSameSourceIsDuplicate) {
  const std::string path =
      Write("a.jsonl", Record("x", "nahar", "", Words(0, 60)) +
                           Record("y", "nahar", "", Words(0, 60)));
  const ScanOutcome outcome = Run(path);
  EXPECT_EQ(outcome.run.documents[1].reason, Kind::kDuplicate);
}

TEST_F(ScanTest, ShortDocumentInsideALongOneIsFound) {
  const std::string wire = Words(0, 40);
  const std::string path =
      Write("a.jsonl",
            Record("wire", "wakala", "", wire) +
                Record("story", "nahar", "",
                       Words(1000, 60) + " " + wire + " " + Words(2000, 60)));
  for (const ShingleSpec& spec :
       {ShingleSpec{}, ShingleSpec{ShingleUnit::kWord, 3}}) {
    ScanOptions options;
    options.shingle = spec;
    const ScanOutcome outcome = Run(path, options);
    EXPECT_EQ(DocumentFamilies(outcome.run),
              (std::set<std::set<std::string>>{{"wire", "story"}}));
    // The longer text is kept: nothing is lost with the shorter one.
    EXPECT_FALSE(outcome.run.documents[0].keep);
    EXPECT_TRUE(outcome.run.documents[1].keep);
    ASSERT_FALSE(outcome.run.matches.empty());
    EXPECT_LT(outcome.run.matches[0].jaccard, 0.7);
    EXPECT_DOUBLE_EQ(outcome.run.matches[0].containment, 1.0);
  }
}

// A text that says one thing three times is longer than one that says it once
// and something else, but does not contain it.
TEST_F(ScanTest, RepetitiveTextDoesNotCoverWhatItLacks) {
  const std::string once = Words(0, 40);
  const std::string path = Write(
      "a.jsonl", Record("triple", "s", "", once + "\n" + once + "\n" + once) +
                     Record("longer", "s", "", once + "\n" + Words(5000, 50)));
  const ScanOutcome outcome = Run(path);
  EXPECT_TRUE(outcome.run.documents[1].keep);
}

// Equal texts without dates: which one stands for all must not hang on the
// order of the input.
TEST_F(ScanTest, TiesAreBrokenByContentNotByOrder) {
  std::vector<std::string> records = {
      Record("A", "x", "", Words(0, 40)), Record("B", "y", "", Words(0, 40)),
      Record("C", "x", "", Words(0, 40)), Record("D", "z", "", Words(0, 40))};
  std::set<std::vector<uint64_t>> outcomes;
  std::sort(records.begin(), records.end());
  do {
    const ScanOutcome outcome = Run(Write("a.jsonl", Concatenate(records)));
    std::vector<uint64_t> counts;
    for (const KindCounts& kind : outcome.run.kinds) {
      counts.insert(counts.end(), {kind.spans, kind.bytes, kind.documents});
    }
    outcomes.insert(counts);
  } while (std::next_permutation(records.begin(), records.end()));
  EXPECT_EQ(outcomes.size(), 1u);
}

// More near copies of a line than a bucket compares pair by pair; each has و
// before other words, which says the same.
TEST_F(ScanTest, EveryLaterCopyInOneDocumentIsARepeat) {
  constexpr uint32_t kLineWords = 60;
  std::string text;
  size_t lines = 0;
  for (uint32_t i = 0; i < 45; ++i) {
    for (uint32_t j = 0; j < i; ++j, ++lines) {
      for (uint32_t w = 0; w < kLineWords; ++w) {
        text += (w == i || w == j ? "و" : "") + Word(w * 7919) + " ";
      }
      text += "\n";
    }
  }
  const ScanOutcome outcome = Run(Write("a.jsonl", Record("x", "s", "", text)));
  ASSERT_EQ(outcome.run.spans.size(), lines - 1);
  EXPECT_GT(outcome.run.spans[0].range.begin, 0u);
  for (const SpanRow& span : outcome.run.spans) {
    EXPECT_EQ(span.kind, Kind::kRepeat);
  }
}

// A document of four words stands in many: that is no family, but a pair for
// who asks for all of them.
TEST_F(ScanTest, TinyDocumentsGatherNoFamily) {
  std::string records = Record("name", "s", "", Words(0, 4));
  for (uint32_t i = 1; i <= 20; ++i) {
    records += Record("d" + std::to_string(i), "s", "",
                      Words(1000 * i, 30) + " " + Words(0, 4) + " " +
                          Words(1000 * i + 500, 30));
  }
  const std::string path = Write("a.jsonl", records);
  EXPECT_TRUE(DocumentFamilies(Run(path).run).empty());
  ScanOptions options;
  options.pairs = Pairs::kAll;
  const ScanOutcome all = Run(path, options);
  EXPECT_TRUE(DocumentFamilies(all.run).empty());
  EXPECT_EQ(std::count_if(all.run.matches.begin(), all.run.matches.end(),
                          [](const MatchRow& row) {
                            return row.unit == Unit::kDocument;
                          }),
            20);
}

// Five windows over one sequence: neighbours share most of their words, the
// others do not. Chained they would be one family.
TEST_F(ScanTest, FamiliesDoNotChain) {
  std::string records;
  for (uint32_t i = 0; i < 5; ++i) {
    records += Record(std::string(1, static_cast<char>('a' + i)),
                      "s" + std::to_string(i), "", Words(15 * i, 100));
  }
  ScanOptions options;
  options.shingle = {ShingleUnit::kWord, 3};
  options.pairs = Pairs::kAll;
  const ScanOutcome outcome = Run(Write("a.jsonl", records), options);
  std::set<std::string> pairs;
  for (const MatchRow& match : outcome.run.matches) {
    if (match.unit != Unit::kDocument) continue;
    pairs.insert(IdOf(outcome.run, match.a_doc) +
                 IdOf(outcome.run, match.b_doc));
  }
  ASSERT_EQ(pairs, (std::set<std::string>{"ab", "bc", "cd", "de"}));
  for (const FamilyRow& family : outcome.run.families) {
    if (family.unit != Unit::kDocument) continue;
    const std::string center = IdOf(outcome.run, family.members[0].doc);
    for (size_t i = 1; i < family.members.size(); ++i) {
      const std::string member = IdOf(outcome.run, family.members[i].doc);
      EXPECT_TRUE(
          pairs.contains(std::min(center, member) + std::max(center, member)));
    }
  }
  for (const DocumentRow& row : outcome.run.documents) {
    if (row.keep) continue;
    const std::string id(row.document.id);
    const std::string keeper =
        IdOf(outcome.run, static_cast<uint32_t>(row.keeper));
    EXPECT_TRUE(pairs.contains(std::min(id, keeper) + std::max(id, keeper)));
    EXPECT_TRUE(outcome.run.documents[static_cast<size_t>(row.keeper)].keep);
  }
}

TEST_F(ScanTest, RepeatsInsideADocumentAreMarkedFromTheSecondCopyOn) {
  const std::string caption = Words(0, 9);
  const std::string text = caption + "\n" + Words(100, 40) + "\n" + caption;
  const ScanOutcome outcome =
      Run(Write("a.jsonl", Record("x", "nahar", "", text)));
  ASSERT_EQ(outcome.run.spans.size(), 1u);
  const SpanRow& span = outcome.run.spans[0];
  EXPECT_EQ(span.kind, Kind::kRepeat);
  EXPECT_EQ(span.range.end, text.size());
  EXPECT_EQ(span.range.In(text), caption);
}

TEST_F(ScanTest, HeadlinesThatDifferInOneWordAreFound) {
  for (uint32_t length = 5; length <= 24; ++length) {
    for (uint32_t changed = 0; changed < length; ++changed) {
      std::string first;
      std::string second;
      for (uint32_t i = 0; i < length; ++i) {
        first += Word((length * 100 + i) * 7919) + " ";
        second +=
            (i == changed ? Word(987654) : Word((length * 100 + i) * 7919)) +
            " ";
      }
      const std::string path = Write(
          "a.jsonl", Record("x", "nahar", "",
                            first + "\n" + second + "\n" + Words(9000, 50)));
      ScanOptions options;
      options.pairs = Pairs::kAll;
      const ScanOutcome outcome = Run(path, options);
      ASSERT_EQ(outcome.run.matches.size(), 1u) << length << " " << changed;
      EXPECT_EQ(outcome.run.matches[0].unit, Unit::kBlock);
    }
  }
}

TEST_F(ScanTest, EmptyTextsJoinNoFamily) {
  std::string records;
  for (int i = 0; i < 20; ++i) {
    records += Record("e" + std::to_string(i), "s", "", i % 2 ? "" : " … ");
  }
  const ScanOutcome outcome = Run(Write("a.jsonl", records));
  EXPECT_EQ(outcome.run.documents_read, 20u);
  EXPECT_TRUE(outcome.run.families.empty());
  EXPECT_TRUE(outcome.run.matches.empty());
}

// A corpus with copies, edits, containment, repeats and strangers.
std::vector<std::string> MixedRecords() {
  std::mt19937 random(5);
  std::vector<std::string> records;
  for (uint32_t i = 0; i < 300; ++i) {
    const uint32_t topic = random() % 120;
    std::string text = Words(topic * 1000, 30 + topic % 50);
    if (random() % 3 == 0) text += "\n" + Words(random() % 5000, 12);
    if (random() % 4 == 0) text += "\n" + Words(topic * 1000, 9);
    if (random() % 5 == 0) text = Words(random() % 900, 80) + "\n" + text;
    records.push_back(Record("d" + std::to_string(i),
                             "s" + std::to_string(i % 7),
                             "2024-01-" + std::to_string(10 + i % 20), text));
  }
  return records;
}

// --pairs says which matches are listed, and nothing else.
TEST_F(ScanTest, PairsChangeMatchesOnly) {
  const std::string path = Write("a.jsonl", Concatenate(MixedRecords()));
  ScanOptions all_pairs;
  all_pairs.pairs = Pairs::kAll;
  const ScanOutcome star_outcome = Run(path);
  const ScanOutcome all_outcome = Run(path, all_pairs);
  const RunResult& star = star_outcome.run;
  const RunResult& all = all_outcome.run;
  EXPECT_EQ(FamilySets(star), FamilySets(all));
  const auto spans = [](const RunResult& run) {
    std::vector<std::tuple<uint32_t, uint32_t, uint32_t, Kind>> rows;
    for (const SpanRow& span : run.spans) {
      rows.emplace_back(span.doc, span.range.begin, span.range.end, span.kind);
    }
    return rows;
  };
  EXPECT_EQ(spans(star), spans(all));
  EXPECT_LT(star.matches.size(), all.matches.size());
}

TEST_F(ScanTest, SameRowsForAnyNumberOfThreadsAndChunks) {
  const std::string path = Write("a.jsonl", Concatenate(MixedRecords()));
  for (const Pairs pairs : {Pairs::kStar, Pairs::kAll}) {
    ScanOptions options;
    options.pairs = pairs;
    options.audit = 20;
    options.threads = 1;
    const ScanOutcome one = Run(path, options);
    ASSERT_FALSE(one.run.families.empty());
    for (const int threads : {2, 8}) {
      options.threads = threads;
      options.memory_bytes = threads == 8 ? uint64_t{1} << 40 : 0;
      options.input.chunk_bytes = 1000 * static_cast<size_t>(threads);
      const ScanOutcome many = Run(path, options);
      EXPECT_EQ(FamilySets(one.run), FamilySets(many.run));
      ASSERT_EQ(one.run.matches.size(), many.run.matches.size());
      for (size_t i = 0; i < one.run.matches.size(); ++i) {
        EXPECT_EQ(one.run.matches[i].a_doc, many.run.matches[i].a_doc);
        EXPECT_EQ(one.run.matches[i].b, many.run.matches[i].b);
        EXPECT_EQ(one.run.matches[i].jaccard, many.run.matches[i].jaccard);
      }
      EXPECT_EQ(one.run.audit->documents.expected,
                many.run.audit->documents.expected);
    }
  }
}

std::string Place(const RunResult& run, uint32_t doc, TextRange range) {
  return absl::StrFormat("%s[%d,%d)", IdOf(run, doc), range.begin, range.end);
}

// Every row of a run with ids in place of indexes, whatever the order.
std::multiset<std::string> RowsById(const RunResult& run) {
  std::multiset<std::string> rows;
  for (const DocumentRow& row : run.documents) {
    rows.insert(absl::StrFormat(
        "document %s %d %s %s", row.document.id, row.keep,
        row.reason ? KindName(*row.reason) : "",
        row.keeper == kNoId ? ""
                            : IdOf(run, static_cast<uint32_t>(row.keeper))));
  }
  for (const SpanRow& row : run.spans) {
    rows.insert(absl::StrFormat("span %s %s %s %f",
                                Place(run, row.doc, row.range),
                                KindName(row.kind), row.role, row.score));
  }
  for (const FamilyRow& family : run.families) {
    rows.insert(absl::StrFormat(
        "family %s %s %s", UnitName(family.unit), KindName(family.kind),
        Place(run, family.members[0].doc, family.members[0].range)));
  }
  for (const MatchRow& row : run.matches) {
    std::string a = Place(run, row.a_doc, row.a);
    std::string b = Place(run, row.b_doc, row.b);
    if (b < a) std::swap(a, b);
    rows.insert(absl::StrFormat("match %s %s %s %s %f %f", UnitName(row.unit),
                                KindName(row.kind), a, b, row.jaccard,
                                row.containment));
  }
  return rows;
}

TEST_F(ScanTest, ShuffledInputGivesTheSameRows) {
  std::vector<std::string> records = MixedRecords();
  const ScanOutcome before = Run(Write("a.jsonl", Concatenate(records)));
  for (uint32_t seed = 11; seed < 14; ++seed) {
    std::shuffle(records.begin(), records.end(), std::mt19937(seed));
    const ScanOutcome after = Run(Write("b.jsonl", Concatenate(records)));
    const std::multiset<std::string> expected = RowsById(before.run);
    const std::multiset<std::string> actual = RowsById(after.run);
    std::vector<std::string> missing, extra;
    std::set_difference(expected.begin(), expected.end(), actual.begin(),
                        actual.end(), std::back_inserter(missing));
    std::set_difference(actual.begin(), actual.end(), expected.begin(),
                        expected.end(), std::back_inserter(extra));
    EXPECT_THAT(missing, IsEmpty());
    EXPECT_THAT(extra, IsEmpty());
  }
}

TEST_F(ScanTest, AuditOfARunThatFindsEverythingIsOne) {
  ScanOptions options;
  options.audit = 1000;
  const ScanOutcome outcome =
      Run(Write("a.jsonl", Concatenate(MixedRecords())), options);
  ASSERT_TRUE(outcome.run.audit.has_value());
  EXPECT_GT(outcome.run.audit->documents.expected, 50u);
  EXPECT_GT(outcome.run.audit->documents.recall, 0.97);
  EXPECT_GT(outcome.run.audit->blocks.expected, 20u);
  EXPECT_GT(outcome.run.audit->blocks.recall, 0.97);
}

// Near copies spaced otherwise share letters but no word: with fingerprints
// that must be equal nothing proposes them, and the audit has to say so.
TEST_F(ScanTest, AuditTellsWhatWasMissed) {
  std::string records;
  for (uint32_t i = 0; i < 60; ++i) {
    std::string text = Words(i * 1000, 60);
    records += Record("a" + std::to_string(i), "s", "", text);
    for (size_t space = text.find(' '); space != std::string::npos;
         space = text.find(' ', space + 1)) {
      text.erase(space, 1);
    }
    records += Record("b" + std::to_string(i), "s", "",
                      text + " " + Words(90000 + i * 50, 3));
  }
  ScanOptions options;
  options.engine = Engine::kSimHash;
  options.simhash_distance = 0;
  options.audit = 1000;
  const ScanOutcome outcome = Run(Write("a.jsonl", records), options);
  EXPECT_EQ(outcome.run.audit->documents.expected, 60u);
  EXPECT_LT(outcome.run.audit->documents.recall, 0.5);
  EXPECT_LE(outcome.run.audit->documents.lower,
            outcome.run.audit->documents.recall);
  options.engine = Engine::kMinHash;
  EXPECT_GT(
      Run((folder_ / "a.jsonl").string(), options).run.audit->documents.recall,
      0.97);
}

TEST_F(ScanTest, SimHashFindsNearCopies) {
  std::string records;
  for (uint32_t i = 0; i < 20; ++i) {
    const std::string text = Words(i * 1000, 200);
    records += Record("a" + std::to_string(i), "s", "", text);
    records += Record("b" + std::to_string(i), "s", "", text + " " + Word(i));
  }
  ScanOptions options;
  options.engine = Engine::kSimHash;
  const ScanOutcome outcome = Run(Write("a.jsonl", records), options);
  EXPECT_EQ(DocumentFamilies(outcome.run).size(), 20u);
}

TEST_F(ScanTest, BadRecordsAreCountedWithTheirPlace) {
  const std::string path = Write(
      "a.jsonl", Record("a", "s", "", Words(0, 30)) + "{\"id\": broken\n" +
                     "{\"id\":\"c\"}\n" + Record("a", "s", "", Words(50, 30)));
  const ScanOutcome outcome = Run(path);
  EXPECT_EQ(outcome.run.documents_read, 2u);
  EXPECT_EQ(outcome.run.documents_rejected, 2u);
  ASSERT_EQ(outcome.run.rejects.size(), 2u);
  EXPECT_EQ(outcome.run.rejects[0].record, 1u);
  EXPECT_EQ(outcome.run.rejects[0].line, 2u);
  EXPECT_EQ(outcome.run.rejects[1].line, 3u);
  EXPECT_EQ(outcome.run.duplicate_ids, 1u);
  EXPECT_EQ(IdOf(outcome.run, 1), "a~2");
  ScanOptions strict;
  strict.strict = true;
  EXPECT_FALSE(Scan({path}, strict, nullptr).ok());
}

// What is cut off is one record, not the record and its file.
TEST_F(ScanTest, AFileThatBreaksOffIsOneReject) {
  const std::string path = Write(
      "a.json", "[" + Record("a", "s", "", Words(0, 30)) + ", {\"text\": \"b");
  const ScanOutcome outcome = Run(path);
  EXPECT_EQ(outcome.run.documents_read, 1u);
  EXPECT_EQ(outcome.run.documents_rejected, 1u);
  ASSERT_EQ(outcome.run.rejects.size(), 1u);
  EXPECT_EQ(outcome.run.rejects[0].record, 1u);
  EXPECT_GT(outcome.run.rejects[0].offset, 0u);
  EXPECT_THAT(outcome.run.rejects[0].error,
              AllOf(HasSubstr("cut off"), HasSubstr("closing bracket")));
}

TEST_F(ScanTest, AFamilyWithoutADateHasNoFirstMember) {
  for (const std::string date : {"", "2024-13-01", "أمس"}) {
    const ScanOutcome outcome =
        Run(Write("a.jsonl", Record("a", "s", date, Words(0, 30)) +
                                 Record("b", "s", date, Words(0, 30))));
    ASSERT_FALSE(outcome.run.families.empty()) << date;
    for (const FamilyRow& family : outcome.run.families) {
      EXPECT_EQ(family.first, kNoId) << date;
    }
  }
}

TEST_F(ScanTest, UnusableOptionsAreRefused) {
  const std::string path = Write("a.jsonl", "");
  const auto error_of = [&](const ScanOptions& options) {
    return std::string(Scan({path}, options, nullptr).status().message());
  };
  EXPECT_THAT(error_of({.threshold = 0}), HasSubstr("threshold"));
  EXPECT_THAT(error_of({.containment = 1.5}), HasSubstr("containment"));
  EXPECT_THAT(error_of({.find_documents = false,
                        .find_blocks = false,
                        .find_passages = false}),
              HasSubstr("find"));
  EXPECT_THAT(error_of({.num_hashes = 9}), HasSubstr("num-hashes"));
  EXPECT_THAT(error_of({.simhash_distance = 40}),
              HasSubstr("simhash-distance"));
}

TEST_F(ScanTest, MissingInputIsAnError) {
  EXPECT_EQ(
      Scan({(folder_ / "no.jsonl").string()}, {}, nullptr).status().code(),
      absl::StatusCode::kNotFound);
}

TEST_F(ScanTest, CancelStopsTheScan) {
  const std::string path = Write("a.jsonl", Concatenate(MixedRecords()));
  const std::atomic<bool> cancel = true;
  EXPECT_EQ(Scan({path}, {}, nullptr, &cancel).status().code(),
            absl::StatusCode::kCancelled);
}

TEST_F(ScanTest, MemoryCeilingIsAnErrorNotASurprise) {
  const std::string path = Write("a.jsonl", Concatenate(MixedRecords()));
  ScanOptions options;
  options.memory_bytes = 1 << 20;
  EXPECT_EQ(Scan({path}, options, nullptr).status().code(),
            absl::StatusCode::kResourceExhausted);
}

// Thousands of texts under one template: no bucket may be worked off in
// quadratic time, and all still come together.
TEST_F(ScanTest, HotBucketsKeepTheirFamily) {
  std::string records;
  for (uint32_t i = 0; i < 3000; ++i) {
    records += Record("t" + std::to_string(i), "s", "",
                      Words(0, 60) + " " + Word(1000000 + i));
  }
  const ScanOutcome outcome = Run(Write("a.jsonl", records));
  size_t largest = 0;
  for (const FamilyRow& family : outcome.run.families) {
    largest = std::max(largest, family.members.size());
  }
  EXPECT_EQ(largest, 3000u);
}

}  // namespace
}  // namespace tikrar
