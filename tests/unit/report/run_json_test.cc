#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "tikrar/report.h"
#include "unit/report/sample_run.h"

namespace tikrar {
namespace {

using testing::ElementsAre;

std::vector<std::string> Keys(simdjson::dom::object object) {
  std::vector<std::string> keys;
  for (const auto field : object) keys.emplace_back(field.key);
  return keys;
}

TEST(RunJsonTest, IsOneLineWithTheKeysOfTheContract) {
  const std::string json = RenderRunJson(MakeSampleRun());
  EXPECT_EQ(json.find('\n'), std::string::npos);
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  ASSERT_EQ(parser.parse(json).get(root), simdjson::SUCCESS);
  EXPECT_THAT(Keys(root),
              ElementsAre("tikrar", "format", "options", "inputs", "counts",
                          "audit", "timing", "peak_rss_bytes", "replacements",
                          "duplicate_ids", "banding", "unknown_inputs"));
  EXPECT_EQ(int64_t(root["format"]), 1);
  EXPECT_TRUE(root["audit"].is_null());
  EXPECT_THAT(Keys(root["counts"]),
              ElementsAre("documents_read", "documents_rejected", "blocks",
                          "text_bytes", "boilerplate", "related", "repeat",
                          "duplicate", "syndicated", "quote", "passage"));
  EXPECT_THAT(Keys(root["counts"]["quote"]),
              ElementsAre("spans", "bytes", "documents"));
  EXPECT_EQ(uint64_t(root["counts"]["syndicated"]["bytes"]), 192u);
  EXPECT_THAT(
      Keys(root["inputs"].at(0)),
      ElementsAre("path", "bytes", "xxh3", "documents", "skipped", "file"));
  EXPECT_EQ(std::string_view(root["inputs"].at(0)["xxh3"]), "00000000000000ab");
  EXPECT_EQ(std::string_view(root["inputs"].at(1)["xxh3"]), "ffffffffffffffff");
  EXPECT_EQ(double(root["options"]["threshold"]), 0.7);
  EXPECT_EQ(double(root["timing"]["read"]), 0.25);
  EXPECT_EQ(double(root["timing"]["write"]), 1.5);
}

TEST(RunJsonTest, HoldsAuditBandingAndWhatWasNotRead) {
  RunResult run = MakeSampleRun();
  run.audit = Audit{.documents = {.sampled = 200,
                                  .expected = 100,
                                  .found = 99,
                                  .recall = 0.99,
                                  .lower = 0.945499,
                                  .upper = 0.998234},
                    .blocks = {}};
  run.banding = {{.engine = "minhash",
                  .shingle = "char:13",
                  .num_hashes = 128,
                  .bands = 32,
                  .rows = 4,
                  .threshold = 0.7,
                  .recall_at_threshold = 0.9998}};
  run.unknown_inputs = {
      "notes.\xFF"
      "doc"};
  run.duplicate_ids = 3;
  run.replacements = 4;
  const std::string json = RenderRunJson(run);
  simdjson::dom::parser parser;
  simdjson::dom::object root;
  ASSERT_EQ(parser.parse(json).get(root), simdjson::SUCCESS);
  EXPECT_THAT(Keys(root["audit"]), ElementsAre("documents", "blocks"));
  EXPECT_THAT(
      Keys(root["audit"]["documents"]),
      ElementsAre("sampled", "expected", "found", "recall", "lower", "upper"));
  EXPECT_EQ(double(root["audit"]["documents"]["lower"]), 0.945499);
  EXPECT_EQ(uint64_t(root["banding"].at(0)["bands"]), 32u);
  EXPECT_EQ(double(root["banding"].at(0)["recall_at_threshold"]), 0.9998);
  EXPECT_EQ(std::string_view(root["unknown_inputs"].at(0)),
            "notes.\uFFFD"
            "doc");
  EXPECT_EQ(uint64_t(root["duplicate_ids"]), 3u);
  EXPECT_EQ(uint64_t(root["replacements"]), 4u);
}

}  // namespace
}  // namespace tikrar
