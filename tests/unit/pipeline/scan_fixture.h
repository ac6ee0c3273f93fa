// Records, and a folder of files to scan, for tests.

#ifndef TIKRAR_TESTS_UNIT_PIPELINE_SCAN_FIXTURE_H_
#define TIKRAR_TESTS_UNIT_PIPELINE_SCAN_FIXTURE_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

#include "tikrar/scan.h"

namespace tikrar {

// A line of JSON Lines.
inline std::string Record(const std::string& id, const std::string& source,
                          const std::string& date, const std::string& text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\n') {
      escaped += "\\n";
    } else {
      escaped += c;
    }
  }
  return "{\"id\":\"" + id + "\",\"source\":\"" + source + "\",\"date\":\"" +
         date + "\",\"text\":\"" + escaped + "\"}\n";
}

class ScanTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("tikrar_scan_test_" + std::to_string(::getpid()) + "_" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& name, const std::string& content) {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

  ScanOutcome Run(const std::string& path, ScanOptions options = {}) {
    absl::StatusOr<ScanOutcome> outcome = Scan({path}, options, nullptr);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return outcome.ok() ? std::move(*outcome) : ScanOutcome{};
  }

  std::filesystem::path folder_;
};

}  // namespace tikrar

#endif  // TIKRAR_TESTS_UNIT_PIPELINE_SCAN_FIXTURE_H_
