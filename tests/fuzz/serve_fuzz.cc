// Any bytes as a request to the server of a small run: it is answered, never
// by an error of the server's own, with JSON, the same each time; and what
// decisions it saves are such as clean reads.
//
// The input is a request as HTTP sends it, without the version: the method and
// the address, headers up to an empty line, a body. Headers that it does not
// bring are those that let it pass.

#include <stdlib.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "clean/decisions.h"
#include "fuzz/fuzz_target.h"
#include "pipeline/option_table.h"
#include "serve/database.h"
#include "serve/front_door.h"
#include "simdjson.h"
#include "tikrar/report.h"
#include "tikrar/scan.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;

// A copy, an edited copy, a quotation, a line that comes again, a hostile one.
constexpr std::string_view kCorpus =
    R"({"id":"a","source":"s","date":"2024-05-01","title":"أ","text":"أعلنت البلدية أمس عن خطة جديدة لتنظيف الشواطئ قبل بداية فصل الصيف\nودعت المتطوعين إلى المشاركة فيها من كل الأحياء القريبة\nتابعونا على صفحتنا"}
{"id":"b","source":"t","date":"2024-05-02","text":"أعلنت البلدية أمس عن خطة جديدة لتنظيف الشواطئ قبل بداية فصل الصيف\nودعت المتطوعين إلى المشاركة فيها من كل الأحياء القريبة"}
{"id":"c","source":"s","date":"2024-05-03","text":"أعلنت البلدية اليوم عن خطة جديدة لتنظيف الشواطئ قبل بداية فصل الصيف\nودعت المتطوعات إلى المشاركة فيها من كل الأحياء القريبة\nتابعونا على صفحتنا"}
{"id":"d","source":"s","text":"قال الشيخ إن من سار على الدرب وصل وإن من صبر ظفر بما أراد من خير\nشرح المدرس للطلاب معنى الصبر في درسه\nتابعونا على صفحتنا"}
{"id":"e","source":"u","text":"روى جدي في المساء حكاية قديمة ثم ختمها بقول مأثور\nإن من سار على الدرب وصل وإن من صبر ظفر بما أراد من خير\nوسكت"}
{"id":"<b>&\"","source":"</script>","url":"javascript:x","text":"\u202e<script>x</script> كلام آخر"}
{"text":3}
)";

constexpr char kToken[] = "0123456789abcdef0123456789abcdef";

// Of a reply to what was asked.
bool IsKnownStatus(int status) {
  constexpr int kStatuses[] = {200, 304, 400, 403, 404, 405, 409, 415};
  return std::find(std::begin(kStatuses), std::end(kStatuses), status) !=
         std::end(kStatuses);
}

// A server without its socket.
class Server {
 public:
  Server() {
    std::ofstream(path_ + "/a.jsonl", std::ios::binary) << kCorpus;
    ScanSettings settings;
    settings.scan.threads = 1;
    auto outcome = Scan({path_ + "/a.jsonl"}, settings.scan, nullptr);
    Require(outcome.ok());
    outcome->run.options = ResolvedOptions(settings);
    const std::string run = path_ + "/run";
    Require(WriteRun(outcome->run, run, {}).ok());
    auto database = Database::Prepare(run, "", {.threads = 1}, nullptr);
    Require(database.ok());
    database_ = *std::move(database);
    Require(database_->PrepareSearch({.threads = 1}, nullptr).ok());
    auto door = FrontDoor::Create(database_.get(),
                                  {.port = 7000, .page_token = kToken});
    Require(door.ok());
    door_ = *std::move(door);
  }
  void Try(std::string_view bytes) {
    HttpRequest request = Read(bytes);
    const std::string decisions = path_ + "/run/decisions.jsonl";
    const HttpReply reply = Check(request);
    const bool is_read = request.method == "GET" || request.method == "HEAD";
    if (is_read) Require(door_->Handle(request).body == reply.body);
    std::error_code error;
    if (!fs::exists(decisions, error)) return;
    Require(!is_read);
    Require(Decisions::Read(decisions).ok());
    // With something decided, what is left of a document is worked out anew.
    for (const char* target :
         {"/api/decisions", "/api/document?doc=a", "/api/document?doc=e",
          "/api/run", "/api/cleaning"}) {
      request = Read(std::string("GET ") + target);
      Require(Check(request).status == 200);
    }
    fs::remove(decisions, error);
  }

 private:
  HttpRequest Read(std::string_view bytes) {
    headers_ = {{"host", "127.0.0.1:7000"},
                {"x-tikrar-token", kToken},
                {"content-type", "application/json"}};
    HttpRequest request;
    const std::string_view start = Line(&bytes);
    const size_t space = std::min(start.find(' '), start.size());
    request.method = std::string(start.substr(0, space));
    request.target =
        std::string(start.substr(std::min(space + 1, start.size())));
    for (std::string_view line = Line(&bytes); !line.empty();
         line = Line(&bytes)) {
      const size_t colon = std::min(line.find(':'), line.size());
      headers_[absl::AsciiStrToLower(absl::string_view(line.data(), colon))] =
          std::string(line.substr(std::min(colon + 1, line.size())));
    }
    request.body = std::string(bytes);
    request.header = [this](const char* name) {
      const auto found = headers_.find(absl::AsciiStrToLower(name));
      return found == headers_.end() ? std::string() : found->second;
    };
    return request;
  }

  static std::string_view Line(std::string_view* bytes) {
    const std::string_view line = bytes->substr(0, bytes->find('\n'));
    bytes->remove_prefix(std::min(line.size() + 1, bytes->size()));
    return line;
  }

  HttpReply Check(const HttpRequest& request) {
    HttpReply reply = door_->Handle(request);
    Require(IsKnownStatus(reply.status));
    const bool is_json = reply.content_type.starts_with("application/json");
    if (is_json && reply.status != 304) {
      simdjson::dom::element element;
      Require(parser_.parse(reply.body).get(element) == simdjson::SUCCESS);
    }
    for (const auto& [name, value] : reply.headers) {
      Require(value.find_first_of("\r\n") == value.npos);
    }
    return reply;
  }

  const FuzzFolder folder_;  // first: the others use its files
  const std::string& path_ = folder_.path();
  std::unique_ptr<Database> database_;
  std::unique_ptr<FrontDoor> door_;
  std::map<std::string, std::string> headers_;
  simdjson::dom::parser parser_;
};

}  // namespace
}  // namespace tikrar

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static tikrar::Server server;
  server.Try({reinterpret_cast<const char*>(data), size});
  return 0;
}
