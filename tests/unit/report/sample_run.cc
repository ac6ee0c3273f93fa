#include "unit/report/sample_run.h"

#include <string>

namespace tikrar {
namespace {

std::string_view FirstText() {
  static const auto* const text =
      new std::string(std::string(kLibraryText).append("\n").append(kFooter));
  return *text;
}

std::string_view ThirdText() {
  static const auto* const text = new std::string(
      std::string("هطلت أمطار غزيرة على الساحل\n").append(kFooter));
  return *text;
}

void AddDocuments(RunResult* run) {
  run->documents = {
      {.document = {.id = "n-1",
                    .source = "alpha.example",
                    .url = "https://alpha.example/1?a=1&b=2",
                    .date = "2024-01-02",
                    .title = "افتتاح \"المكتبة\"",
                    .text = FirstText(),
                    .input = 0,
                    .record = 0},
       .reason = {}},
      {.document = {.id = "n-2",
                    .source = "beta.example",
                    .url = "javascript:alert(1)",
                    .date = "2024-01-03",
                    .title = "مكتبة الحي",
                    .text = kLibraryEdited,
                    .input = 0,
                    .record = 1},
       .keep = false,
       .reason = Kind::kSyndicated,
       .keeper = 0},
      {.document = {.id = "n-3",
                    .source = "alpha.example",
                    .url = "",
                    .date = "",
                    .title = "",
                    .text = ThirdText(),
                    .input = 0,
                    .record = 3},
       .reason = {}},
      {.document = {.id = "b.txt#0",
                    .source = "",
                    .url = "",
                    .date = "",
                    .title = "",
                    .text = "سطر وحيد",
                    .input = 1,
                    .record = 0},
       .reason = {}},
  };
}

void AddFamilies(RunResult* run) {
  const TextRange library = Find(*run, 0, kLibraryText);
  const TextRange edited = Find(*run, 1, kLibraryEdited);
  const TextRange footer = Find(*run, 0, kFooter);
  const TextRange other_footer = Find(*run, 2, kFooter);
  run->families = {
      {.kind = Kind::kSyndicated,
       .unit = Unit::kBlock,
       .members =
           {{.doc = 0, .range = library},
            {.doc = 1, .range = edited, .jaccard = 0.8125, .containment = 0.9}},
       .documents = 2,
       .sources = {"alpha.example", "beta.example"},
       .bytes = library.size() + edited.size(),
       .first = 0},
      {.kind = Kind::kBoilerplate,
       .unit = Unit::kBlock,
       .members = {{.doc = 0, .range = footer},
                   {.doc = 2, .range = other_footer}},
       .documents = 2,
       .sources = {"alpha.example"},
       .bytes = uint64_t{2} * footer.size(),
       .first = kNoId},
  };
  run->spans = {
      {.doc = 0,
       .range = library,
       .kind = Kind::kSyndicated,
       .role = "",
       .family = 0},
      {.doc = 0,
       .range = footer,
       .kind = Kind::kBoilerplate,
       .role = "share",
       .family = 1},
      {.doc = 1,
       .range = edited,
       .kind = Kind::kSyndicated,
       .role = "",
       .family = 0,
       .score = 0.8125},
      {.doc = 2,
       .range = other_footer,
       .kind = Kind::kBoilerplate,
       .role = "share",
       .score = 1.0 / 3},
  };
  run->matches = {{.unit = Unit::kBlock,
                   .kind = Kind::kSyndicated,
                   .a_doc = 0,
                   .a = library,
                   .b_doc = 1,
                   .b = edited,
                   .jaccard = 0.8125,
                   .containment = 0.9,
                   .family = 0,
                   .shingle = "char:13"}};
}

}  // namespace

TextRange Find(const RunResult& run, uint32_t doc, std::string_view part) {
  const size_t begin = run.documents[doc].document.text.find(part);
  return {static_cast<uint32_t>(begin),
          static_cast<uint32_t>(begin + part.size())};
}

RunResult MakeSampleRun() {
  RunResult run;
  run.options = {{"threshold", "0.7"}, {"threads", "2"}};
  run.inputs = {{.path = "a.jsonl",
                 .bytes = 1234,
                 .xxh3 = 0xAB,
                 .documents = 3,
                 .skipped = 7,
                 .file = "news/a.jsonl"},
                {.path = "b.txt",
                 .bytes = 15,
                 .xxh3 = ~uint64_t{0},
                 .documents = 1,
                 .skipped = 0,
                 .file = {}}};
  run.documents_read = 4;
  run.documents_rejected = 1;
  run.blocks = 6;
  run.text_bytes = 355;
  run.kinds[static_cast<size_t>(Kind::kBoilerplate)] = {2, 96, 2};
  run.kinds[static_cast<size_t>(Kind::kSyndicated)] = {2, 192, 2};
  run.timing = {{"read", 0.25, 1000000}, {"write", 1.5, 0}};
  run.peak_rss_bytes = 12345678;
  run.phrases = {{.doc = 0, .range = {0, 96}, .documents = 300}};
  run.rejects = {{.input = 0,
                  .record = 2,
                  .line = 3,
                  .offset = 77,
                  .error = "text: string expected, number found"}};
  AddDocuments(&run);
  AddFamilies(&run);
  return run;
}

}  // namespace tikrar
