// Any bytes as one file of a run directory, the others being sound: either
// clean says what is wrong, with the place, or what it writes loses nothing:
// restore gives the input back, byte for byte.
//
// The first byte of the input chooses the file, the rest are its bytes. The
// run has no checksums (src/report/seal.h): with them no change would get
// past the door. In a run.json, %PATH% is where the folder with in/a.jsonl is.

#include <stdlib.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "clean/cleaner.h"
#include "fuzz/fuzz_target.h"
#include "report/seal.h"
#include "tikrar/clean.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCorpus =
    "{\"id\":\"a\",\"text\":\"\u0643\u062a\u0627\u0628 one\\n"
    "\u0634\u0627\u0631\u0643\"}\n"
    "{\"id\":\"b\",\"text\":\"two \u0643\u062a\u0627\u0628\"}\n"
    "broken\n"
    "{\"id\":\"c\",\"text\":\"two \u0643\u062a\u0627\u0628 three\"}\n";

constexpr const char* kNames[] = {"run.json",      "documents.jsonl",
                                  "spans.jsonl",   "families.jsonl",
                                  "matches.jsonl", "decisions.jsonl"};

// A sound run and its input.
class Folder {
 public:
  Folder() {
    fs::create_directory(path_ + "/in");
    fs::create_directory(path_ + "/run");
    Write("in/a.jsonl", kCorpus);
    const std::string_view rows[] = {
        RunJson(),
        R"({"doc":"a","source":"s","bytes":21,"input":0,"record":0,"keep":true}
{"doc":"b","source":"s","bytes":12,"input":0,"record":1,"keep":false,"reason":"duplicate","keeper":"c"}
{"doc":"c","source":"t","bytes":18,"input":0,"record":3,"keep":true}
)",
        R"({"doc":"a","begin":13,"end":21,"kind":"boilerplate","family":0}
{"doc":"b","begin":0,"end":12,"kind":"duplicate","family":1}
{"doc":"c","begin":0,"end":12,"kind":"quote","family":2}
)",
        R"({"family":0,"kind":"boilerplate","unit":"block"}
{"family":1,"kind":"duplicate","unit":"document","documents":2,"sources":["s","t"],"representative":{"doc":"c","begin":0,"end":18}}
{"family":2,"kind":"quote","unit":"passage"}
)",
        R"({"unit":"document","kind":"duplicate","a":{"doc":"c","begin":0,"end":18},"b":{"doc":"b","begin":0,"end":12},"jaccard":0.8,"containment":1,"family":1,"shingle":"char:13"}
)",
        ""};
    for (size_t i = 0; i < std::size(kNames); ++i) {
      sound_[i] = std::string(rows[i]);
      Write(Name(i), sound_[i]);
    }
  }
  void Try(size_t file, std::string bytes) {
    constexpr std::string_view kPath = "%PATH%";
    const size_t place = bytes.find(kPath);
    if (place != std::string::npos) bytes.replace(place, kPath.size(), path_);
    Write(Name(file), bytes);
    CleanOptions options;
    options.threads = 1;
    options.annotate = (bytes.size() & 1) != 0;
    options.removed[static_cast<size_t>(Kind::kQuote)] = true;
    if (file + 1 == std::size(kNames)) {
      options.decisions = path_ + "/" + Name(file);
    }
    constexpr CleanLimits kQuick = {.durable = false};
    const std::string out = path_ + "/out";
    const auto cleaned =
        CleanWithLimits(path_ + "/run", out, options, kQuick, nullptr, nullptr);
    if (cleaned.ok()) {
      const std::string back = path_ + "/back";
      const auto restored =
          RestoreWithLimits(out, back, kQuick, nullptr, nullptr);
      Require(restored.ok());
      CheckRestored(back);
      fs::remove_all(back);
    } else {
      Require(cleaned.status().message().find(": ") != absl::string_view::npos);
      Require(!fs::exists(out));
    }
    fs::remove_all(out);
    fs::remove_all(out + ".partial");
    Write(Name(file), sound_[file]);
  }

 private:
  static std::string Name(size_t file) {
    return std::string("run/") + kNames[file];
  }
  std::string_view RunJson() {
    run_json_ = absl::StrFormat(
        R"({"tikrar":"x","format":1,"options":{"threshold":0.7},"inputs":[)"
        R"({"path":"a.jsonl","bytes":%d,"xxh3":"%s","documents":3,"file":)"
        R"("%s/in/a.jsonl"}],"counts":{"documents_read":3}})",
        kCorpus.size(), HexDigits(HashBytes(kCorpus)), path_);
    return run_json_;
  }
  void Write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path_ + "/" + name, std::ios::binary) << bytes;
  }
  // Whatever its name is; none where run.json names no input.
  static void CheckRestored(const std::string& back) {
    for (const auto& entry : fs::recursive_directory_iterator(back)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes(std::istreambuf_iterator<char>(file), {});
      Require(bytes == kCorpus);
    }
  }

  const FuzzFolder folder_;
  const std::string& path_ = folder_.path();
  std::string run_json_;
  std::string sound_[std::size(kNames)];
};

}  // namespace
}  // namespace tikrar

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static tikrar::Folder folder;
  if (size == 0) return 0;
  folder.Try(data[0] % std::size(tikrar::kNames),
             std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  return 0;
}
