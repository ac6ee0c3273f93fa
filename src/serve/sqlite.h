// SQLite with statuses instead of codes.
//
// Own code because the wrapper that Debian has, SQLiteCpp, throws.

#ifndef TIKRAR_SERVE_SQLITE_H_
#define TIKRAR_SERVE_SQLITE_H_

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tikrar {

// One statement of a connection. Calls must match:
// (Bind* (Step that is true, columns)* Reset)*
class SqlStatement {
 public:
  SqlStatement() = default;

  // Parameters are numbered from 1, columns from 0. What is bound must live
  // until Reset.
  SqlStatement& Bind(int parameter, int64_t value);
  SqlStatement& Bind(int parameter, double value);
  SqlStatement& Bind(int parameter, std::string_view text);
  SqlStatement& BindBlob(int parameter, std::string_view bytes);
  SqlStatement& BindNull(int parameter);
  SqlStatement& BindOrNull(int parameter, std::optional<int64_t> value);
  SqlStatement& BindOrNull(int parameter, std::string_view text);  // "" = null

  // Whether there is a row. Error: with the file and what SQLite says.
  absl::StatusOr<bool> Step();
  // Of a statement without rows: Step and Reset.
  absl::Status Run();
  void Reset();

  bool IsNull(int column) const;
  int64_t Integer(int column) const;
  double Real(int column) const;
  // Lives until the next Step or Reset.
  std::string_view Text(int column) const;

 private:
  friend class SqlConnection;
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const {
      sqlite3_finalize(statement);
    }
  };
  std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
};

// Runs `statement->Reset()` at the end of a block.
class SqlReset {
 public:
  explicit SqlReset(SqlStatement* statement) : statement_(*statement) {}
  ~SqlReset() { statement_.Reset(); }
  SqlReset(const SqlReset&) = delete;
  SqlReset& operator=(const SqlReset&) = delete;

 private:
  SqlStatement& statement_;
};

// One thread at a time.
class SqlConnection {
 public:
  // Error: the file cannot be opened or is no database.
  static absl::StatusOr<SqlConnection> Create(const std::string& path);
  static absl::StatusOr<SqlConnection> OpenToRead(const std::string& path);

  // Runs statements that have no rows.
  absl::Status Run(const std::string& sql);
  absl::StatusOr<SqlStatement> Prepare(std::string_view sql);
  // The same, kept for the next call: for statements that are written out in
  // the code, of which there are few.
  absl::StatusOr<SqlStatement*> Cached(std::string_view sql);

 private:
  struct Closer {
    void operator()(sqlite3* connection) const { sqlite3_close(connection); }
  };
  static absl::StatusOr<SqlConnection> Open(const std::string& path, int flags);
  // Members go in reverse order: statements before their connection.
  std::unique_ptr<sqlite3, Closer> connection_;
  std::map<std::string, SqlStatement, std::less<>> statements_;
};

}  // namespace tikrar

#endif  // TIKRAR_SERVE_SQLITE_H_
