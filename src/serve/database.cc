#include "serve/database.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <functional>
#include <utility>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"
#include "report/run_rows.h"
#include "serve/schema.h"
#include "serve/search_index.h"

namespace tikrar {
namespace {

absl::StatusOr<std::string> ReadMeta(SqlConnection* connection,
                                     std::string_view name) {
  TIKRAR_ASSIGN_OR_RETURN(
      SqlStatement * statement,
      connection->Cached("SELECT value FROM meta WHERE name = ?1"));
  statement->Bind(1, name);
  const SqlReset reset(statement);
  TIKRAR_ASSIGN_OR_RETURN(const bool has_row, statement->Step());
  return std::string(has_row ? statement->Text(0) : "");
}

bool HasStamp(const std::string& path, const std::string& stamp) {
  if (access(path.c_str(), R_OK) != 0) return false;
  absl::StatusOr<SqlConnection> connection = SqlConnection::OpenToRead(path);
  return connection.ok() &&
         ReadMeta(&*connection, "stamp").value_or("") == stamp;
}

// Waits until the disk has the file, so that a finished name is a whole file.
absl::Status Flush(const std::string& path) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return ErrnoStatus(path, errno);
  const int result = fdatasync(descriptor);
  const int error = errno;
  close(descriptor);
  return result == 0 ? absl::OkStatus() : ErrnoStatus(path, error);
}

// What `build` writes to the path it is given appears under `path` when it is
// whole.
absl::Status WriteWhole(
    const std::string& path,
    const std::function<absl::Status(const std::string&)>& build) {
  const std::string partial = absl::StrFormat("%s.%d", path, getpid());
  absl::Status built = build(partial);
  if (built.ok()) built = Flush(partial);
  if (built.ok() && std::rename(partial.c_str(), path.c_str()) != 0) {
    built = ErrnoStatus(path, errno);
  }
  if (!built.ok()) std::remove(partial.c_str());
  return built;
}

absl::Status Build(const RunInfo& run, const std::string& base,
                   const BuildOptions& options, const std::string& path,
                   const std::atomic<bool>* cancel) {
  ThreadPool pool(options.threads);
  TIKRAR_ASSIGN_OR_RETURN(
      const std::unique_ptr<RunTexts> texts,
      ReadTextsAgain(run, base, BuildChunkBytes(options), &pool, cancel));
  TIKRAR_ASSIGN_OR_RETURN(const std::string run_json,
                          ReadWholeFile(run.FileName(kRunFile)));
  return WriteWhole(path, [&](const std::string& partial) {
    return BuildDatabase(run, run_json, texts.get(), &pool, options, partial,
                         cancel);
  });
}

// As a string of SQL.
std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') quoted += c;
    quoted += c;
  }
  return quoted + "'";
}

}  // namespace

Database::Loan::~Loan() {
  if (connection_.sql == nullptr) return;  // moved from
  const std::lock_guard lock(owner_->mutex_);
  owner_->free_.push_back(std::move(connection_));
}

absl::StatusOr<Database::Loan> Database::Connect() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      Loan loan(this, std::move(free_.back()));
      free_.pop_back();
      return loan;
    }
  }
  TIKRAR_ASSIGN_OR_RETURN(SqlConnection opened,
                          SqlConnection::OpenToRead(path_));
  TIKRAR_RETURN_IF_ERROR(
      opened.Run(absl::StrFormat("PRAGMA mmap_size = %d", mapped_bytes_)));
  return Loan(this,
              {std::make_unique<SqlConnection>(std::move(opened)), false});
}

absl::StatusOr<Database::Loan> Database::Borrow() {
  TIKRAR_ASSIGN_OR_RETURN(Loan loan, Connect());
  if (has_search() && !loan.connection_.has_search) {
    TIKRAR_RETURN_IF_ERROR(
        loan.get()->Run("ATTACH " + Quoted(SearchPath()) + " AS search"));
    loan.connection_.has_search = true;
  }
  return loan;
}

std::string Database::SearchPath() const {
  return run_ + (run_.ends_with('/') ? "" : "/") + kSearchFile;
}

absl::Status Database::PrepareSearch(const BuildOptions& options,
                                     const std::atomic<bool>* cancel) {
  if (!HasStamp(SearchPath(), stamp_)) {
    TIKRAR_ASSIGN_OR_RETURN(const Loan loan, Connect());
    ThreadPool pool(options.threads);
    TIKRAR_RETURN_IF_ERROR(
        WriteWhole(SearchPath(), [&](const std::string& partial) {
          return BuildSearchIndex(loan.get(), normalizer_, &pool,
                                  BuildCacheBytes(options), stamp_, partial,
                                  cancel);
        }));
  }
  has_search_ = true;
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Database>> Database::Open(
    const std::string& run, const std::string& path,
    const BuildOptions& options, const std::atomic<bool>* cancel) {
  TIKRAR_ASSIGN_OR_RETURN(SqlConnection connection,
                          SqlConnection::OpenToRead(path));
  TIKRAR_ASSIGN_OR_RETURN(const std::string profile_name,
                          ReadMeta(&connection, "profile"));
  TIKRAR_ASSIGN_OR_RETURN(const Profile profile, ParseProfile(profile_name));
  TIKRAR_ASSIGN_OR_RETURN(Normalizer normalizer,
                          Normalizer::Create({.profile = profile}));
  TIKRAR_ASSIGN_OR_RETURN(std::string decision_stamp,
                          ReadMeta(&connection, "decisions"));
  std::unique_ptr<Database> database(
      new Database(run, path, profile, std::move(normalizer),
                   std::move(decision_stamp), MappedBytes(options), cancel));
  TIKRAR_ASSIGN_OR_RETURN(database->run_json_, ReadMeta(&connection, "run"));
  TIKRAR_ASSIGN_OR_RETURN(database->clean_json_,
                          ReadMeta(&connection, "clean"));
  TIKRAR_ASSIGN_OR_RETURN(database->stamp_, ReadMeta(&connection, "stamp"));
  return database;
}

absl::StatusOr<std::unique_ptr<Database>> Database::Prepare(
    const std::string& run, const std::string& base,
    const BuildOptions& options, const std::atomic<bool>* cancel) {
  TIKRAR_ASSIGN_OR_RETURN(const RunInfo info, ReadRunInfo(run));
  const std::string path = info.FileName(kDatabaseFile);
  if (!HasStamp(path, DatabaseStamp(info))) {
    TIKRAR_RETURN_IF_ERROR(Build(info, base, options, path, cancel));
  }
  return Open(run, path, options, cancel);
}

}  // namespace tikrar
