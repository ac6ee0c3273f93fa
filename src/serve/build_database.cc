#include "serve/build_database.h"

#include <algorithm>
#include <cstdio>
#include <future>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/status_macros.h"
#include "clean/decisions.h"
#include "clean/document_cleaner.h"
#include "clean/document_plan.h"
#include "report/json_writer.h"
#include "report/run_rows.h"
#include "serve/document_rows.h"
#include "serve/family_rows.h"
#include "serve/schema.h"
#include "serve/text_packer.h"

namespace tikrar {
namespace {

// Chunks of this size keep the threads busy; a smaller one where --memory is
// small, since each is held three times over: as read, parsed, and packed.
constexpr uint64_t kMaxChunkBytes = uint64_t{4} << 20;
constexpr uint64_t kMinChunkBytes = uint64_t{256} << 10;
constexpr uint64_t kShareOfMemory = 64;

// Pages that SQLite holds.
constexpr uint64_t kMaxCacheBytes = uint64_t{64} << 20;
constexpr uint64_t kMinCacheBytes = uint64_t{2} << 20;

uint64_t PartOfMemory(uint64_t memory_bytes, uint64_t least, uint64_t most,
                      uint64_t parts) {
  if (memory_bytes == 0) return most;
  return std::clamp(memory_bytes / parts, least, most);
}

struct PackedBatch {
  TextBatch batch;
  std::vector<std::string> packed;
  bool has_texts = false;
};

class DatabaseBuilder {
 public:
  DatabaseBuilder(const RunInfo& run, std::string_view run_json,
                  RunTexts* texts, ThreadPool* pool,
                  const BuildOptions& options, const std::atomic<bool>* cancel)
      : run_(run),
        run_json_(run_json),
        texts_(*texts),
        pool_(*pool),
        options_(options),
        cancel_(cancel) {}

  absl::Status Build(const std::string& path) {
    std::remove(path.c_str());
    TIKRAR_ASSIGN_OR_RETURN(SqlConnection database,
                            SqlConnection::Create(path));
    database_.emplace(std::move(database));
    TIKRAR_RETURN_IF_ERROR(Prepare());
    TIKRAR_RETURN_IF_ERROR(AddDocuments());
    TIKRAR_RETURN_IF_ERROR(CheckCancelled());
    TIKRAR_RETURN_IF_ERROR(AddFamilyRows(
        run_, rows_->spans_of_family(), [this] { return CheckCancelled(); },
        &*database_));
    TIKRAR_RETURN_IF_ERROR(AddRejects());
    TIKRAR_RETURN_IF_ERROR(CheckCancelled());
    TIKRAR_RETURN_IF_ERROR(database_->Run(kIndexes));
    TIKRAR_RETURN_IF_ERROR(AddMeta());
    return database_->Run("COMMIT; ANALYZE");
  }

 private:
  absl::Status CheckCancelled() const {
    if (cancel_ == nullptr || !cancel_->load()) return absl::OkStatus();
    return absl::CancelledError("database: interrupted");
  }

  absl::Status Prepare() {
    TIKRAR_RETURN_IF_ERROR(database_->Run(absl::StrFormat(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -%d; "
        "BEGIN",
        BuildCacheBytes(options_) >> 10)));
    return database_->Run(kTables);
  }

  // Read and packed while the batch before it is being inserted.
  absl::StatusOr<PackedBatch> NextBatch() {
    PackedBatch next;
    TIKRAR_ASSIGN_OR_RETURN(next.has_texts, texts_.Next(&next.batch));
    const std::vector<std::string_view>& texts = next.batch.texts;
    next.packed.resize(texts.size());
    constexpr size_t kGrain = 64;
    pool_.ParallelFor(texts.size(), kGrain, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) next.packed[i] = PackText(texts[i]);
    });
    return next;
  }

  absl::Status AddDocuments() {
    CleanOptions clean;
    clean.memory_bytes = options_.memory_bytes;
    TIKRAR_ASSIGN_OR_RETURN(CleanPlan plan,
                            CleanPlan::Make(run_, clean, &decisions_));
    TIKRAR_ASSIGN_OR_RETURN(
        DocumentCleaner cleaner,
        DocumentCleaner::Create(clean, decisions_, run_.profile,
                                plan.families()));
    families_ = plan.families();
    TIKRAR_ASSIGN_OR_RETURN(DocumentRows rows,
                            DocumentRows::Create(&*database_, families_));
    rows_.emplace(std::move(rows));
    TIKRAR_ASSIGN_OR_RETURN(DocumentLines lines, DocumentLines::Open(run_));
    TIKRAR_ASSIGN_OR_RETURN(SpanLines spans, SpanLines::Open(run_));
    const auto next = [this] { return NextBatch(); };
    for (auto coming = std::async(std::launch::async, next);;) {
      TIKRAR_ASSIGN_OR_RETURN(const PackedBatch batch, coming.get());
      if (!batch.has_texts) break;
      coming = std::async(std::launch::async, next);
      TIKRAR_RETURN_IF_ERROR(CheckCancelled());
      for (size_t i = 0; i < batch.packed.size(); ++i) {
        TIKRAR_RETURN_IF_ERROR(AddDocument(&lines, &spans, batch.batch.texts[i],
                                           batch.packed[i], &plan, &cleaner));
      }
    }
    DocumentLine line;
    TIKRAR_ASSIGN_OR_RETURN(const bool has_more, lines.Next(&line));
    if (has_more) {
      return MakeStatus(absl::StatusCode::kFailedPrecondition, lines.where(),
                        "is of no input, expected the end of the documents");
    }
    TIKRAR_RETURN_IF_ERROR(spans.ExpectEnd());
    TIKRAR_RETURN_IF_ERROR(rows_->AddSources());
    return database_->Run(kDocumentIndexes);
  }

  absl::Status AddDocument(DocumentLines* lines, SpanLines* spans,
                           std::string_view text, std::string_view packed,
                           CleanPlan* plan, DocumentCleaner* cleaner) {
    DocumentLine line;
    TIKRAR_ASSIGN_OR_RETURN(const bool has_line, lines->Next(&line));
    if (!has_line || line.bytes != text.size()) {
      return MakeStatus(
          absl::StatusCode::kFailedPrecondition, lines->where(),
          absl::StrFormat("has a document of %d bytes, expected %d as in the "
                          "inputs",
                          has_line ? line.bytes : 0, text.size()));
    }
    TIKRAR_RETURN_IF_ERROR(spans->Take(line, text, families_, &taken_));
    const DocumentFate fate = plan->Of(line);
    TIKRAR_ASSIGN_OR_RETURN(const CleanedDocument cleaned,
                            cleaner->Clean(line, fate, taken_, text));
    return rows_->Add(line, taken_, fate, cleaned, packed);
  }

  absl::Status AddRejects() {
    TIKRAR_ASSIGN_OR_RETURN(
        SqlStatement reject,
        database_->Prepare("INSERT INTO reject VALUES(?1,?2)"));
    TIKRAR_ASSIGN_OR_RETURN(RowFile rows,
                            RowFile::Open(run_.FileName(kRejectsFile)));
    for (;;) {
      TIKRAR_ASSIGN_OR_RETURN(const bool has_row, rows.Next());
      if (!has_row) return absl::OkStatus();
      std::string json;
      JsonWriter writer(&json);
      writer.BeginObject();
      for (const std::string_view key : {"input", "record", "line", "offset"}) {
        TIKRAR_ASSIGN_OR_RETURN(const uint64_t value,
                                rows.row().Unsigned64(key));
        writer.Key(key).Unsigned(value);
      }
      TIKRAR_ASSIGN_OR_RETURN(const std::string_view error,
                              rows.row().String("error"));
      writer.Key("error").String(error);
      writer.EndObject();
      reject.Bind(1, static_cast<int64_t>(rows.number()))
          .Bind(2, std::string_view(json));
      TIKRAR_RETURN_IF_ERROR(reject.Run());
    }
  }

  absl::Status AddMeta() {
    TIKRAR_ASSIGN_OR_RETURN(const std::string decisions, DecisionStamp(run_));
    TIKRAR_ASSIGN_OR_RETURN(
        SqlStatement meta,
        database_->Prepare("INSERT INTO meta VALUES(?1,?2)"));
    const std::pair<std::string_view, std::string> values[] = {
        {"clean", CleanFiguresJson(rows_->figures())},
        {"run", std::string(run_json_)},
        {"profile", std::string(ProfileName(run_.profile))},
        {"decisions", decisions},
        {"stamp", DatabaseStamp(run_)},
    };
    for (const auto& [name, value] : values) {
      meta.Bind(1, name).Bind(2, std::string_view(value));
      TIKRAR_RETURN_IF_ERROR(meta.Run());
    }
    return absl::OkStatus();
  }

  const RunInfo& run_;
  const std::string_view run_json_;
  RunTexts& texts_;
  ThreadPool& pool_;
  const BuildOptions& options_;
  const std::atomic<bool>* cancel_;
  Decisions decisions_;
  std::optional<SqlConnection> database_;
  std::optional<DocumentRows> rows_;
  uint64_t families_ = 0;
  std::vector<DocumentSpan> taken_;
};

}  // namespace

absl::Status BuildDatabase(const RunInfo& run, std::string_view run_json,
                           RunTexts* texts, ThreadPool* pool,
                           const BuildOptions& options, const std::string& path,
                           const std::atomic<bool>* cancel) {
  return DatabaseBuilder(run, run_json, texts, pool, options, cancel)
      .Build(path);
}

size_t BuildChunkBytes(const BuildOptions& options) {
  return PartOfMemory(options.memory_bytes, kMinChunkBytes, kMaxChunkBytes,
                      kShareOfMemory);
}

uint64_t BuildCacheBytes(const BuildOptions& options) {
  constexpr uint64_t kShare = 16;
  return PartOfMemory(options.memory_bytes, kMinCacheBytes, kMaxCacheBytes,
                      kShare);
}

uint64_t MappedBytes(const BuildOptions& options) {
  constexpr uint64_t kMost = uint64_t{256} << 20;
  constexpr uint64_t kShare = 16;
  return PartOfMemory(options.memory_bytes, 0, kMost, kShare);
}

std::string DatabaseStamp(const RunInfo& run) {
  return absl::StrFormat("%d %s", kDatabaseVersion, run.xxh3);
}

}  // namespace tikrar
