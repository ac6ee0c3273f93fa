// A run, ready to be asked.

#ifndef TIKRAR_SERVE_DATABASE_H_
#define TIKRAR_SERVE_DATABASE_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "serve/build_database.h"
#include "serve/decided_texts.h"
#include "serve/sqlite.h"
#include "tikrar/text.h"

namespace tikrar {

// Thread-safe: each question takes a connection of its own.
class Database {
 public:
  // Opens the database of the run directory `run`, building it first if it is
  // not there, of another version or of another run. `base` is what relative
  // paths of the run's inputs start from, "" for the current folder. Error: as
  // BuildDatabase, or the inputs cannot be read again.
  static absl::StatusOr<std::unique_ptr<Database>> Prepare(
      const std::string& run, const std::string& base,
      const BuildOptions& options, const std::atomic<bool>* cancel);
  // Opens the file as it is, without search. `cancel` may be null, and ends
  // what takes long.
  static absl::StatusOr<std::unique_ptr<Database>> Open(
      const std::string& run, const std::string& path,
      const BuildOptions& options, const std::atomic<bool>* cancel);

  // Makes the index of words if there is none of this run yet. Other threads
  // may ask meanwhile. Error: as BuildSearchIndex.
  absl::Status PrepareSearch(const BuildOptions& options,
                             const std::atomic<bool>* cancel);
  bool has_search() const { return has_search_.load(); }

  struct Connection {
    std::unique_ptr<SqlConnection> sql;
    bool has_search = false;  // whether the index of words is attached
  };
  // A connection on loan.
  class Loan {
   public:
    Loan(Loan&&) = default;
    ~Loan();
    SqlConnection* get() const { return connection_.sql.get(); }
    bool has_search() const { return connection_.has_search; }

   private:
    friend class Database;
    Loan(Database* owner, Connection connection)
        : owner_(owner), connection_(std::move(connection)) {}
    Database* owner_;
    Connection connection_;
  };
  absl::StatusOr<Loan> Borrow();

  const std::string& run() const { return run_; }
  const std::string& run_json() const { return run_json_; }
  const std::string& clean_json() const { return clean_json_; }
  // As of DecisionStamp of clean/decisions.h.
  const std::string& decision_stamp() const { return decision_stamp_; }
  const Normalizer& normalizer() const { return normalizer_; }
  DecidedTexts& decided_texts() { return decided_texts_; }

 private:
  Database(std::string run, std::string path, Profile profile,
           Normalizer normalizer, std::string decision_stamp,
           uint64_t mapped_bytes, const std::atomic<bool>* cancel)
      : run_(std::move(run)),
        path_(std::move(path)),
        normalizer_(std::move(normalizer)),
        decision_stamp_(std::move(decision_stamp)),
        mapped_bytes_(mapped_bytes),
        decided_texts_(run_, profile, decision_stamp_, cancel) {}
  std::string SearchPath() const;
  absl::StatusOr<Loan> Connect();

  const std::string run_;
  const std::string path_;
  const Normalizer normalizer_;
  const std::string decision_stamp_;
  const uint64_t mapped_bytes_;  // by each connection
  DecidedTexts decided_texts_;
  std::string run_json_, clean_json_, stamp_;
  std::atomic<bool> has_search_ = false;
  std::mutex mutex_;
  std::vector<Connection> free_;
};

}  // namespace tikrar

#endif  // TIKRAR_SERVE_DATABASE_H_
