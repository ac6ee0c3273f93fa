#include "serve/sqlite.h"

#include <utility>

#include "base/status_macros.h"

namespace tikrar {
namespace {

absl::Status SqlError(sqlite3* connection, std::string_view doing) {
  const char* path =
      connection == nullptr ? nullptr : sqlite3_db_filename(connection, "main");
  std::string what(doing);
  what += ": ";
  what += connection == nullptr ? "out of memory" : sqlite3_errmsg(connection);
  const int code =
      connection == nullptr ? SQLITE_NOMEM : sqlite3_errcode(connection);
  absl::StatusCode status = absl::StatusCode::kDataLoss;
  if (code == SQLITE_NOMEM) status = absl::StatusCode::kResourceExhausted;
  if (code == SQLITE_CANTOPEN) status = absl::StatusCode::kNotFound;
  if (code == SQLITE_FULL) status = absl::StatusCode::kResourceExhausted;
  if (code == SQLITE_READONLY || code == SQLITE_PERM) {
    status = absl::StatusCode::kPermissionDenied;
  }
  return MakeStatus(status,
                    path == nullptr || *path == '\0' ? "database" : path, what);
}

}  // namespace

SqlStatement& SqlStatement::Bind(int parameter, int64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter, value);
  return *this;
}

SqlStatement& SqlStatement::Bind(int parameter, double value) {
  sqlite3_bind_double(statement_.get(), parameter, value);
  return *this;
}

SqlStatement& SqlStatement::Bind(int parameter, std::string_view text) {
  // A null pointer would bind NULL.
  sqlite3_bind_text64(statement_.get(), parameter,
                      text.data() == nullptr ? "" : text.data(), text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

SqlStatement& SqlStatement::BindBlob(int parameter, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), parameter,
                      bytes.data() == nullptr ? "" : bytes.data(), bytes.size(),
                      SQLITE_STATIC);
  return *this;
}

SqlStatement& SqlStatement::BindNull(int parameter) {
  sqlite3_bind_null(statement_.get(), parameter);
  return *this;
}

SqlStatement& SqlStatement::BindOrNull(int parameter,
                                       std::optional<int64_t> value) {
  return value ? Bind(parameter, *value) : BindNull(parameter);
}

SqlStatement& SqlStatement::BindOrNull(int parameter, std::string_view text) {
  return text.empty() ? BindNull(parameter) : Bind(parameter, text);
}

absl::StatusOr<bool> SqlStatement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const absl::Status error =
      SqlError(sqlite3_db_handle(statement_.get()), "cannot be read");
  Reset();
  return error;
}

absl::Status SqlStatement::Run() {
  const absl::StatusOr<bool> has_row = Step();
  Reset();
  return has_row.status();
}

void SqlStatement::Reset() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

bool SqlStatement::IsNull(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

int64_t SqlStatement::Integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

double SqlStatement::Real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}

std::string_view SqlStatement::Text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (bytes == nullptr) return {};
  return {static_cast<const char*>(bytes), static_cast<size_t>(size)};
}

absl::StatusOr<SqlConnection> SqlConnection::Create(const std::string& path) {
  return Open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

absl::StatusOr<SqlConnection> SqlConnection::OpenToRead(
    const std::string& path) {
  return Open(path, SQLITE_OPEN_READONLY);
}

absl::StatusOr<SqlConnection> SqlConnection::Open(const std::string& path,
                                                  int flags) {
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened,
                                   flags | SQLITE_OPEN_NOMUTEX, nullptr);
  SqlConnection connection;
  connection.connection_.reset(opened);
  if (code != SQLITE_OK) return SqlError(opened, "cannot be opened");
  return connection;
}

absl::Status SqlConnection::Run(const std::string& sql) {
  if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) ==
      SQLITE_OK) {
    return absl::OkStatus();
  }
  return SqlError(connection_.get(), "cannot be written");
}

absl::StatusOr<SqlStatement> SqlConnection::Prepare(std::string_view sql) {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v3(
          connection_.get(), sql.data(), static_cast<int>(sql.size()),
          SQLITE_PREPARE_PERSISTENT, &prepared, nullptr) != SQLITE_OK) {
    return SqlError(connection_.get(), "cannot be asked");
  }
  SqlStatement statement;
  statement.statement_.reset(prepared);
  return statement;
}

absl::StatusOr<SqlStatement*> SqlConnection::Cached(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    TIKRAR_ASSIGN_OR_RETURN(SqlStatement statement, Prepare(sql));
    found = statements_.emplace(std::string(sql), std::move(statement)).first;
  }
  found->second.Reset();
  return &found->second;
}

}  // namespace tikrar
