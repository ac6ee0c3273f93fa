#include "report/run_rows.h"

#include <gtest/gtest.h>

#include "unit/report/sample_run.h"

namespace tikrar {
namespace {

using AppendLine = void (*)(const DocumentIds&, size_t, std::string*);

std::string Line(AppendLine append, size_t index) {
  std::string out;
  const RunResult run = MakeSampleRun();
  append(DocumentIds(run), index, &out);
  return out;
}

TEST(DocumentIdsTest, AreThoseOfTheRun) {
  // Room for all, for none, and no store.
  for (const uint64_t memory_bytes : {uint64_t{1} << 30, uint64_t{8}}) {
    const auto store =
        Store::Create({.folder = {}, .memory_bytes = memory_bytes});
    ASSERT_TRUE(store.ok());
    RunResult run = MakeSampleRun();
    run.documents = StoredVector<DocumentRow>(
        run.documents.begin(), run.documents.end(), store->get());
    const DocumentIds ids(run);
    for (uint32_t doc = 0; doc < run.documents.size(); ++doc) {
      const std::string_view id = run.documents[doc].document.id;
      EXPECT_EQ(ids.Of(doc), id);
      EXPECT_EQ(ids.Of(doc).data() == id.data(), memory_bytes == 8);
    }
  }
  const RunResult run = MakeSampleRun();
  EXPECT_EQ(DocumentIds(run).Of(1).data(), run.documents[1].document.id.data());
}

// Byte counts, by hand: the library sentences have 44 letters and 8 spaces =
// 96 bytes, the footer 22 and 4 = 48, the rain line 23, 4 and a line end = 51.
TEST(RunRowsTest, Document) {
  EXPECT_EQ(Line(AppendDocumentLine, 1),
            "{\"doc\":\"n-2\",\"source\":\"beta.example\","
            "\"url\":\"javascript:alert(1)\",\"date\":\"2024-01-03\","
            "\"title\":\"مكتبة الحي\",\"bytes\":96,\"input\":0,\"record\":1,"
            "\"keep\":false,\"reason\":\"syndicated\",\"keeper\":\"n-1\"}\n");
}

TEST(RunRowsTest, DocumentWithoutFields) {
  EXPECT_EQ(Line(AppendDocumentLine, 3),
            "{\"doc\":\"b.txt#0\",\"source\":null,\"url\":null,"
            "\"date\":null,\"title\":null,\"bytes\":15,\"input\":1,"
            "\"record\":0,\"keep\":true,\"reason\":null,\"keeper\":null}\n");
}

TEST(RunRowsTest, Spans) {
  EXPECT_EQ(Line(AppendSpanLine, 2),
            "{\"doc\":\"n-2\",\"begin\":0,\"end\":96,\"kind\":\"syndicated\","
            "\"role\":null,\"family\":0,\"score\":0.8125}\n");
  EXPECT_EQ(Line(AppendSpanLine, 3),
            "{\"doc\":\"n-3\",\"begin\":51,\"end\":99,"
            "\"kind\":\"boilerplate\",\"role\":\"share\",\"family\":null,"
            "\"score\":0.333333}\n");
}

TEST(RunRowsTest, Families) {
  EXPECT_EQ(Line(AppendFamilyLine, 0),
            "{\"family\":0,\"kind\":\"syndicated\",\"unit\":\"block\","
            "\"text\":\"" +
                std::string(kLibraryText) +
                "\",\"members\":2,\"documents\":2,"
                "\"sources\":[\"alpha.example\",\"beta.example\"],"
                "\"bytes\":192,"
                "\"first\":{\"doc\":\"n-1\",\"date\":\"2024-01-02\"},"
                "\"representative\":{\"doc\":\"n-1\",\"begin\":0,"
                "\"end\":96},\"pattern\":null,"
                "\"source_documents\":null}\n");
  EXPECT_EQ(Line(AppendFamilyLine, 1),
            "{\"family\":1,\"kind\":\"boilerplate\",\"unit\":\"block\","
            "\"text\":\"" +
                std::string(kFooter) +
                "\",\"members\":2,\"documents\":2,"
                "\"sources\":[\"alpha.example\"],\"bytes\":96,"
                "\"first\":null,"
                "\"representative\":{\"doc\":\"n-1\",\"begin\":97,"
                "\"end\":145},\"pattern\":null,"
                "\"source_documents\":null}\n");
}

TEST(RunRowsTest, Match) {
  EXPECT_EQ(Line(AppendMatchLine, 0),
            "{\"unit\":\"block\",\"kind\":\"syndicated\","
            "\"a\":{\"doc\":\"n-1\",\"begin\":0,\"end\":96},"
            "\"b\":{\"doc\":\"n-2\",\"begin\":0,\"end\":96},"
            "\"jaccard\":0.8125,\"containment\":0.9,\"family\":0,"
            "\"shingle\":\"char:13\"}\n");
}

TEST(RunRowsTest, Reject) {
  EXPECT_EQ(Line(AppendRejectLine, 0),
            "{\"input\":0,\"record\":2,\"line\":3,\"offset\":77,"
            "\"error\":\"text: string expected, number found\"}\n");
}

// Of a store that reads blocks of more than 2 MiB through their files.
TEST(RunRowsTest, RangesOfAStoreAreRead) {
  constexpr uint64_t kCeiling = uint64_t{8} << 20;
  const auto store = Store::Create({.folder = {}, .memory_bytes = kCeiling});
  ASSERT_TRUE(store.ok());
  StringArena texts(store->get());
  RunResult run = MakeSampleRun();
  run.documents = StoredVector<DocumentRow>(run.documents.begin(),
                                            run.documents.end(), store->get());
  for (DocumentRow& row : run.documents) {
    row.document.text = texts.Add(row.document.text);
  }
  std::vector<char> buffer;
  for (uint32_t doc = 0; doc < run.documents.size(); ++doc) {
    for (const TextRange& range : {TextRange{0, 999}, TextRange{5, 17}}) {
      const std::string_view text = ReadRangeText(run, doc, range, &buffer);
      EXPECT_EQ(text, RangeText(run, doc, range));
      EXPECT_EQ(text.data(), buffer.data());
    }
  }
  const RunResult on_heap = MakeSampleRun();
  EXPECT_EQ(ReadRangeText(on_heap, 1, {0, 9}, &buffer).data(),
            on_heap.documents[1].document.text.data());
}

TEST(RunRowsTest, RangePastTheEndIsCut) {
  const RunResult run = MakeSampleRun();
  EXPECT_EQ(RangeText(run, 3, {5, 999}),
            run.documents[3].document.text.substr(5));
  EXPECT_EQ(RangeText(run, 3, {500, 999}), "");
}

}  // namespace
}  // namespace tikrar
