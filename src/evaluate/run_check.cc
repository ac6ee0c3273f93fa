#include "evaluate/run_check.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"
#include "input/byte_source.h"
#include "report/run_rows.h"
#include "report/seal.h"

namespace tikrar {
namespace {

absl::Status CheckFile(const std::string& path, const JsonRow& expected) {
  TIKRAR_ASSIGN_OR_RETURN(const uint64_t bytes, expected.Unsigned64("bytes"));
  TIKRAR_ASSIGN_OR_RETURN(const std::string_view xxh3, expected.String("xxh3"));
  std::error_code error;
  const uint64_t size = std::filesystem::file_size(path, error);
  if (error) return ErrnoStatus(path, error.value());
  if (size != bytes) {
    return MakeStatus(absl::StatusCode::kDataLoss, path,
                      absl::StrFormat("has %d bytes, expected %d as %s says",
                                      size, bytes, kRunFile));
  }
  TIKRAR_ASSIGN_OR_RETURN(const uint64_t hash, HashFile(path));
  const std::string actual = HexDigits(hash);
  if (actual == xxh3) return absl::OkStatus();
  return MakeStatus(absl::StatusCode::kDataLoss, path,
                    absl::StrFormat("has been changed: has xxh3 %s, expected "
                                    "%s as %s says",
                                    actual, xxh3, kRunFile));
}

std::string PathIn(const std::string& directory, std::string_view name) {
  return directory + (directory.ends_with('/') ? "" : "/") + std::string(name);
}

}  // namespace

absl::Status CheckRunFiles(const std::string& directory, const JsonRow& row) {
  if (!row.Has("files")) return absl::OkStatus();
  TIKRAR_ASSIGN_OR_RETURN(const JsonRow files, row.Object("files"));
  for (const std::string_view name :
       {kDocumentsFile, kSpansFile, kFamiliesFile, kMatchesFile, kRejectsFile,
        kPhrasesFile}) {
    TIKRAR_ASSIGN_OR_RETURN(const JsonRow file, files.Object(name));
    TIKRAR_RETURN_IF_ERROR(CheckFile(PathIn(directory, name), file));
  }
  return absl::OkStatus();
}

absl::Status CheckRun(const std::string& directory) {
  const std::string path = PathIn(directory, kRunFile);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return absl::OkStatus();
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes, ReadWholeFile(path));
  TIKRAR_RETURN_IF_ERROR(CheckSeal(path, bytes));
  JsonRows rows(path, bytes);
  TIKRAR_RETURN_IF_ERROR(rows.First());
  return CheckRunFiles(directory, rows.row());
}

}  // namespace tikrar
