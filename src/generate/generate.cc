#include "tikrar/generate.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/errno_status.h"
#include "base/status_macros.h"
#include "base/thread_pool.h"
#include "generate/plan.h"
#include "generate/publisher.h"
#include "generate/render.h"
#include "generate/truth.h"
#include "report/json_writer.h"
#include "report/output_file.h"
#include "report/partial_folder.h"

namespace tikrar {
namespace {

namespace fs = std::filesystem;

constexpr size_t kGrainDocuments = 32;

void AppendDocumentLine(const Page& page, std::string* out) {
  JsonWriter json(out);
  json.BeginObject();
  json.Key("id").String(page.id);
  json.Key("source").String(page.source);
  json.Key("url").String(page.url);
  json.Key("date").String(page.date);
  json.Key("title").String(page.title);
  json.Key("text").String(page.text);
  json.EndObject();
  *out += '\n';
}

absl::Status CheckOptions(const GenerateOptions& options) {
  const auto bad = [](std::string_view where, std::string_view what) {
    return MakeStatus(absl::StatusCode::kInvalidArgument, where, what);
  };
  if (options.sources < 1 ||
      options.sources > static_cast<int>(kMaxPublishers)) {
    return bad("sources", absl::StrFormat("expected 1 to %d, got %d",
                                          kMaxPublishers, options.sources));
  }
  if (!(options.edits >= 0 && options.edits <= 1)) {
    return bad("edits",
               absl::StrFormat("expected 0 to 1, got %g", options.edits));
  }
  if (options.shard_bytes == 0) return bad("shard size", "expected above 0");
  return absl::OkStatus();
}

// The files, open while the corpus is written.
class Writer {
 public:
  Writer(std::string directory, uint64_t shard_bytes)
      : directory_(std::move(directory)), shard_bytes_(shard_bytes) {}

  absl::Status Open() {
    std::error_code error;
    fs::create_directory(directory_ + "/truth", error);
    if (error) return ErrnoStatus(directory_ + "/truth", error.value());
    for (const auto& [name, file] :
         {std::pair{"spans", &spans_}, std::pair{"matches", &matches_},
          std::pair{"clusters", &clusters_}, std::pair{"traps", &traps_}}) {
      TIKRAR_ASSIGN_OR_RETURN(OutputFile opened,
                              OutputFile::Create(absl::StrFormat(
                                  "%s/truth/%s.labels", directory_, name)));
      file->emplace(std::move(opened));
    }
    return absl::OkStatus();
  }

  absl::Status AddDocument(std::string_view line) {
    if (!shard_ || shard_written_ >= shard_bytes_) {
      TIKRAR_RETURN_IF_ERROR(NextShard());
    }
    shard_->buffer()->append(line);
    shard_written_ += line.size();
    return shard_->FlushIfFull();
  }

  absl::Status AddTruth(const Truth& truth, const std::vector<Page>& pages) {
    AppendSpanLines(truth, pages, spans_->buffer());
    AppendMatchLines(truth, pages, matches_->buffer());
    AppendClusterLines(truth, pages, clusters_->buffer());
    AppendTrapLines(pages, traps_->buffer());
    for (std::optional<OutputFile>* file :
         {&spans_, &matches_, &clusters_, &traps_}) {
      TIKRAR_RETURN_IF_ERROR((*file)->FlushIfFull());
    }
    return absl::OkStatus();
  }

  absl::Status Close(std::string_view options_line) {
    if (!shard_) TIKRAR_RETURN_IF_ERROR(NextShard());  // of an empty corpus
    TIKRAR_ASSIGN_OR_RETURN(
        OutputFile options,
        OutputFile::Create(directory_ + "/truth/options.labels"));
    options.buffer()->append(options_line);
    TIKRAR_RETURN_IF_ERROR(options.Close());
    for (std::optional<OutputFile>* file :
         {&shard_, &spans_, &matches_, &clusters_, &traps_}) {
      TIKRAR_RETURN_IF_ERROR((*file)->Close());
    }
    return absl::OkStatus();
  }

  uint64_t shards() const { return shards_; }

 private:
  absl::Status NextShard() {
    if (shard_) TIKRAR_RETURN_IF_ERROR(shard_->Close());
    shard_.reset();
    TIKRAR_ASSIGN_OR_RETURN(OutputFile opened,
                            OutputFile::Create(absl::StrFormat(
                                "%s/corpus-%05d.jsonl", directory_, shards_)));
    shard_.emplace(std::move(opened));
    ++shards_;
    shard_written_ = 0;
    return absl::OkStatus();
  }

  std::string directory_;
  uint64_t shard_bytes_;
  uint64_t shard_written_ = 0;
  uint64_t shards_ = 0;
  std::optional<OutputFile> shard_, spans_, matches_, clusters_, traps_;
};

class Generation {
 public:
  Generation(const GenerateOptions& options, const std::string& directory,
             const GenerateProgress& progress, const std::atomic<bool>* cancel)
      : options_(options),
        world_(options.seed, static_cast<uint32_t>(options.sources),
               options.edits),
        pool_(options.threads),
        writer_(directory, options.shard_bytes),
        progress_(progress),
        cancel_(cancel) {}

  absl::StatusOr<GenerateOutcome> Run() {
    TIKRAR_RETURN_IF_ERROR(writer_.Open());
    for (uint64_t cell = 0; !IsDone(); ++cell) {
      if (cancel_ != nullptr && *cancel_) {
        return absl::Status(absl::StatusCode::kCancelled, "interrupted");
      }
      TIKRAR_RETURN_IF_ERROR(WriteCell(cell));
      Report();
    }
    TIKRAR_RETURN_IF_ERROR(writer_.Close(OptionsLine()));
    outcome_.shards = writer_.shards();
    return outcome_;
  }

 private:
  bool IsDone() const {
    return options_.size_bytes > 0
               ? outcome_.corpus_bytes >= options_.size_bytes
               : outcome_.documents >= options_.documents;
  }

  void Report() const {
    if (progress_ == nullptr) return;
    uint64_t total = options_.size_bytes;
    if (total == 0) {
      total = outcome_.corpus_bytes / outcome_.documents * options_.documents;
    }
    progress_(outcome_.corpus_bytes, total);
  }

  absl::Status WriteCell(uint64_t cell) {
    const std::vector<DocumentPlan> plans =
        PlanCell(options_.seed, cell, static_cast<uint32_t>(options_.sources));
    size_t count = kCellDocuments;
    if (options_.size_bytes == 0) {
      count = static_cast<size_t>(
          std::min<uint64_t>(count, options_.documents - outcome_.documents));
    }
    std::vector<Page> pages(count);
    std::vector<std::string> lines(count);
    pool_.ParallelFor(count, kGrainDocuments, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) {
        pages[i] = RenderPage(world_, cell, plans, static_cast<uint32_t>(i));
        AppendDocumentLine(pages[i], &lines[i]);
      }
    });
    size_t written = 0;
    while (written < count && !IsDone()) {
      TIKRAR_RETURN_IF_ERROR(writer_.AddDocument(lines[written]));
      outcome_.corpus_bytes += lines[written].size();
      ++outcome_.documents;
      ++written;
    }
    pages.resize(written);
    const Truth truth = ResolveTruth(cell, plans, pages, &pool_);
    outcome_.spans += truth.spans.size();
    outcome_.matches += truth.matches.size();
    return writer_.AddTruth(truth, pages);
  }

  std::string OptionsLine() const {
    std::string line;
    JsonWriter json(&line);
    json.BeginObject();
    json.Key("seed").Unsigned(options_.seed);
    json.Key("sources").Unsigned(static_cast<uint64_t>(options_.sources));
    json.Key("edits").Number(options_.edits);
    json.Key("documents").Unsigned(outcome_.documents);
    json.Key("corpus_bytes").Unsigned(outcome_.corpus_bytes);
    json.Key("spans").Unsigned(outcome_.spans);
    json.Key("matches").Unsigned(outcome_.matches);
    json.EndObject();
    return line + '\n';
  }

  const GenerateOptions& options_;
  World world_;
  ThreadPool pool_;
  Writer writer_;
  const GenerateProgress& progress_;
  const std::atomic<bool>* cancel_;
  GenerateOutcome outcome_;
};

}  // namespace

absl::StatusOr<GenerateOutcome> Generate(std::string_view directory,
                                         const GenerateOptions& options,
                                         const GenerateProgress& progress,
                                         const std::atomic<bool>* cancel) {
  TIKRAR_RETURN_IF_ERROR(CheckOptions(options));
  TIKRAR_ASSIGN_OR_RETURN(
      PartialFolder folder,
      PartialFolder::Find(directory, PartialFolder::MustBeEmpty));
  TIKRAR_RETURN_IF_ERROR(folder.Open());
  TIKRAR_RETURN_IF_ERROR(folder.Empty());
  absl::StatusOr<GenerateOutcome> outcome =
      Generation(options, folder.partial_path(), progress, cancel).Run();
  const absl::Status status =
      outcome.ok() ? folder.Publish() : outcome.status();
  if (status.ok()) return outcome;
  folder.Remove();
  return status;
}

}  // namespace tikrar
