#include "unit/serve/scanned_run.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <utility>

#include "absl/strings/str_format.h"
#include "pipeline/option_table.h"
#include "report/json_writer.h"
#include "serve/request.h"
#include "tikrar/generate.h"
#include "tikrar/report.h"

namespace tikrar::testing {
namespace {

void Check(const absl::Status& status) {
  if (status.ok()) return;
  ADD_FAILURE() << status;
  std::abort();  // nothing that follows would mean anything
}

std::string HostileText(bool is_edited) {
  std::string text =
      "<script>alert(1)</script> \u202Eأعلنت البلدية أمس عن خطة جديدة\u202C "
      "لتنظيف الشواطئ قبل بداية فصل الصيف ودعت المتطوعين إلى المشاركة فيها "
      "</script><!-- وقالت إن العمل يبدأ غدا في المدينة القديمة كلها ";
  return text + (is_edited ? "للمعلمين" : "للمعلمات") + " والطلاب معا";
}

std::string HostileLine(std::string_view id, bool is_edited,
                        std::string_view title) {
  std::string line;
  JsonWriter json(&line);
  json.BeginObject().Key("id").String(id);
  json.Key("source").String("<b>\"x\"</b>&");
  json.Key("url").String("javascript:alert(1)");
  json.Key("date").String(is_edited ? "2024-05-02" : "2024-05-01");
  json.Key("title").String(title);
  json.Key("text").String(HostileText(is_edited)).EndObject();
  return line + "\n";
}

void WriteCorpus(const ScannedRun& run) {
  GenerateOptions options;
  options.seed = 5;
  options.documents = 150;
  options.sources = 6;
  Check(Generate(run.corpus, options, nullptr, nullptr).status());
  run.folder.Write(
      "corpus/hostile.jsonl",
      HostileLine("hostile-1", false, "</script><img src=x onerror=alert(1)>") +
          HostileLine("hostile-2", true, LongTitle()) +
          "{\"id\":\"surrogate\",\"text\":\"\\ud800 "
          "كلام\",\"title\":\"\\udc00\"}"
          "\n{\"text\":3}\n");
}

void ScanCorpus(ScannedRun* run) {
  ScanSettings settings;
  absl::StatusOr<ScanOutcome> outcome =
      Scan({run->corpus}, settings.scan, nullptr);
  Check(outcome.status());
  outcome->run.options = ResolvedOptions(settings);
  Check(WriteRun(outcome->run, run->directory, {}));
  for (const DocumentRow& row : outcome->run.documents) {
    run->texts.emplace(row.document.id, row.document.text);
  }
  run->outcome = *std::move(outcome);
}

}  // namespace

std::string LongTitle() {
  const bool quick = std::getenv("TIKRAR_QUICK") != nullptr;
  const size_t size = size_t{quick ? 1u : 10u} << 20;
  std::string title;
  while (title.size() < size) title += "عنوان طويل جدا ";
  return title;
}

ScannedRun& Scanned() {
  // Not deleted: the folder goes with the process's temporary files.
  static ScannedRun* const run = [] {
    auto made = std::make_unique<ScannedRun>();
    made->corpus = made->folder.path() + "/corpus";
    made->directory = made->folder.path() + "/run";
    WriteCorpus(*made);
    ScanCorpus(made.get());
    absl::StatusOr<std::unique_ptr<Database>> database =
        Database::Prepare(made->directory, "", {}, nullptr);
    Check(database.status());
    made->database = *std::move(database);
    Check(made->database->PrepareSearch({}, nullptr));
    return made.release();
  }();
  return *run;
}

Json::Json(std::string bytes)
    : bytes_(std::move(bytes)),
      parser_(std::make_unique<simdjson::dom::parser>()) {
  if (parser_->parse(bytes_.data(), bytes_.size(), true).get(root_) !=
      simdjson::SUCCESS) {
    ADD_FAILURE() << "no json: " << bytes_.substr(0, 300);
    std::abort();
  }
}

simdjson::dom::element Json::at(std::string_view pointer) const {
  simdjson::dom::element found;
  EXPECT_EQ(root_.at_pointer(pointer).get(found), simdjson::SUCCESS) << pointer;
  return found;
}

std::string Json::text(std::string_view pointer) const {
  return std::string(at(pointer).get_string().value());
}

int64_t Json::number(std::string_view pointer) const {
  return at(pointer).get_int64().value();
}

std::vector<simdjson::dom::element> Json::list(std::string_view pointer) const {
  return Elements(at(pointer));
}

std::vector<simdjson::dom::element> Elements(simdjson::dom::element array) {
  std::vector<simdjson::dom::element> elements;
  simdjson::dom::array list;
  if (array.get(list) != simdjson::SUCCESS) return elements;
  for (const simdjson::dom::element element : list) {
    elements.push_back(element);
  }
  return elements;
}

std::vector<simdjson::dom::key_value_pair> Members(
    simdjson::dom::element object) {
  std::vector<simdjson::dom::key_value_pair> members;
  simdjson::dom::object list;
  if (object.get(list) != simdjson::SUCCESS) return members;
  for (const simdjson::dom::key_value_pair member : list) {
    members.push_back(member);
  }
  return members;
}

std::string Text(simdjson::dom::element element, std::string_view key) {
  std::string_view text;
  return element[key].get(text) == simdjson::SUCCESS ? std::string(text) : "";
}

int64_t Number(simdjson::dom::element element, std::string_view key) {
  int64_t number = -1;
  return element[key].get(number) == simdjson::SUCCESS ? number : -1;
}

absl::StatusOr<std::string> TryToAsk(const std::string& target) {
  const absl::StatusOr<Request> request = Request::Parse(target);
  if (!request.ok()) return request.status();
  return Answer(Scanned().database.get(), *request, {});
}

Json Ask(const std::string& target) {
  absl::StatusOr<std::string> answer = TryToAsk(target);
  EXPECT_TRUE(answer.ok()) << target << ": " << answer.status();
  return Json(answer.ok() ? *std::move(answer) : "{}");
}

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += absl::StrFormat("%%%02X", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace tikrar::testing
