#include "clean/cleaner.h"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "base/status_macros.h"
#include "base/thread_pool.h"
#include "clean/chunk_cleaner.h"
#include "clean/clean_call.h"
#include "clean/input_pass.h"
#include "clean/manifest.h"
#include "report/output_file.h"
#include "report/partial_folder.h"
#include "tikrar/store.h"

namespace tikrar {
namespace {

constexpr std::string_view kStateFile = "state.json";

// Of each kind a dry run shows as many families and texts of this size.
constexpr size_t kFamiliesShown = 10;
constexpr size_t kTextBytes = 2000;

std::string FileIn(const PartialFolder& target, std::string_view name) {
  return target.partial_path() + "/" + std::string(name);
}

// What a call leaves for the next one to go on from. The state goes first: it
// is of no use without the journal.
void RemoveTraces(const PartialFolder& target) {
  std::error_code error;
  for (const std::string_view name : {kStateFile, kJournalFile}) {
    std::filesystem::remove(FileIn(target, name), error);
  }
}

class Cleaner {
 public:
  Cleaner(const CleanCall& call, const CleanLimits& limits,
          const CleanProgress& progress, const std::atomic<bool>* cancel)
      : call_(call),
        options_(call.options),
        limits_(limits),
        progress_(progress),
        cancel_(cancel),
        pool_(call.options.threads) {}

  // Before anything is written. Error: of --tmp.
  absl::Status MakeStore() {
    if (options_.memory_bytes == 0) return absl::OkStatus();
    TIKRAR_ASSIGN_OR_RETURN(
        store_, Store::Create({.folder = options_.temporary_folder,
                               .memory_bytes = options_.memory_bytes,
                               .on_failure = options_.on_store_failure}));
    return absl::OkStatus();
  }

  // Goes on from `state`, or begins anew in the folder of `target`; null: a
  // dry run.
  absl::StatusOr<CleanOutcome> Run(PartialFolder* target,
                                   std::optional<CleanState> state) {
    target_ = target;
    const bool resume = state.has_value();
    if (resume) state_ = std::move(*state);
    state_.call = call_.names_and_values;
    TIKRAR_RETURN_IF_ERROR(Prepare(resume));
    for (; state_.input < call_.inputs.size(); NextInput()) {
      TIKRAR_RETURN_IF_ERROR(OneInput());
    }
    TIKRAR_RETURN_IF_ERROR(CheckAllTaken());
    state_.outcome.repeats_kept = cleaner_->repeats_kept();
    state_.outcome.policy_unproved = plan_->unproved();
    state_.outcome.decisions_unstamped = decisions_.unstamped();
    TIKRAR_RETURN_IF_ERROR(writer_->Close());
    if (target_ == nullptr) return Preview();
    TIKRAR_RETURN_IF_ERROR(WriteManifest());
    TIKRAR_RETURN_IF_ERROR(target_->Publish());
    return state_.outcome;
  }

 private:
  absl::Status Prepare(bool resume) {
    notes_ = FamilyNotes(store_.get());
    if (!options_.decisions.empty()) {
      TIKRAR_ASSIGN_OR_RETURN(const std::string stamp,
                              DecisionStamp(call_.run));
      TIKRAR_ASSIGN_OR_RETURN(decisions_,
                              Decisions::Read(options_.decisions, stamp));
    }
    TIKRAR_ASSIGN_OR_RETURN(
        CleanPlan plan,
        CleanPlan::Make(call_.run, options_, &decisions_, store_.get()));
    plan_.emplace(std::move(plan));
    TIKRAR_ASSIGN_OR_RETURN(
        DocumentCleaner cleaner,
        DocumentCleaner::Create(options_, decisions_, call_.run.profile,
                                plan_->families()));
    cleaner_.emplace(std::move(cleaner));
    if (options_.annotate) {
      TIKRAR_RETURN_IF_ERROR(notes_.Read(call_.run));
    }
    TIKRAR_ASSIGN_OR_RETURN(DocumentLines documents,
                            DocumentLines::Open(call_.run));
    TIKRAR_ASSIGN_OR_RETURN(SpanLines spans, SpanLines::Open(call_.run));
    documents_.emplace(std::move(documents));
    spans_.emplace(std::move(spans));
    if (resume) {
      TIKRAR_RETURN_IF_ERROR(
          documents_->GoTo(state_.document, state_.documents_offset));
      TIKRAR_RETURN_IF_ERROR(spans_->GoTo(state_.spans_offset));
      TIKRAR_RETURN_IF_ERROR(cleaner_->SetKeptFamilies(state_.kept_families));
      cleaner_->set_repeats_kept(state_.outcome.repeats_kept);
    }
    TIKRAR_ASSIGN_OR_RETURN(
        writer_,
        CorpusWriter::Open(
            {.directory = target_ == nullptr ? "" : target_->partial_path(),
             .shard_bytes = options_.shard_bytes,
             .dry_run = target_ == nullptr},
            resume, &state_));
    return absl::OkStatus();
  }

  void NextInput() {
    ++state_.input;
    state_.chunks = 0;
    state_.progress = InputProgress();
  }

  absl::Status OneInput() {
    const RunInfo::Input& row = call_.run.inputs[state_.input];
    const CleanInput& input = call_.inputs[state_.input];
    if (!row.was_read()) {
      return WriteJournal(row, input, nullptr);
    }
    TIKRAR_RETURN_IF_ERROR(
        writer_->BeginInput(input.output, input.file.format));
    ChunkCleaner chunks({call_.run, options_, &*plan_, &*cleaner_, notes_,
                         &*documents_, &*spans_, writer_.get(), &state_,
                         target_ == nullptr ? &preview_ : nullptr},
                        input.file);
    InputOptions reading = call_.run.input;
    reading.chunk_bytes = limits_.chunk_bytes;
    TIKRAR_ASSIGN_OR_RETURN(
        std::unique_ptr<InputPass> pass,
        InputPass::Open(input.file, static_cast<uint32_t>(state_.input),
                        reading, cancel_));
    for (uint64_t done = state_.chunks; done > 0; --done) {
      TIKRAR_ASSIGN_OR_RETURN(ChunkJob job, Expected(pass.get()));
      TIKRAR_RETURN_IF_ERROR(chunks.Pass(job));
    }
    TIKRAR_RETURN_IF_ERROR(CleanChunks(pass.get(), &chunks));
    TIKRAR_RETURN_IF_ERROR(CleanRest(pass.get(), &chunks));
    TIKRAR_RETURN_IF_ERROR(pass->CheckFile(row.bytes, row.xxh3));
    if (state_.progress.documents != row.documents) {
      return MakeStatus(
          absl::StatusCode::kFailedPrecondition, input.file.path,
          absl::StrFormat("has %d documents, expected %d as the run says",
                          state_.progress.documents, row.documents));
    }
    TIKRAR_RETURN_IF_ERROR(writer_->EndInput(
        /*touch=*/input.file.format != Format::kText));
    return WriteJournal(row, input, pass.get());
  }

  // A chunk that a resumed call has done already.
  absl::StatusOr<ChunkJob> Expected(InputPass* pass) {
    ChunkJob job;
    TIKRAR_ASSIGN_OR_RETURN(bool more, pass->Next(&job));
    std::string gap;
    for (bool in_gap = pass->has_long_gap(); in_gap; in_gap = !gap.empty()) {
      TIKRAR_RETURN_IF_ERROR(pass->NextOfGap(&gap));
      if (!gap.empty()) continue;
      TIKRAR_ASSIGN_OR_RETURN(more, pass->Next(&job));
    }
    if (more) return job;
    return MakeStatus(absl::StatusCode::kFailedPrecondition, pass->path(),
                      "ends early: it has changed since the first call");
  }

  // Chunks are read and cleaned in order and parsed side by side.
  absl::Status CleanChunks(InputPass* pass, ChunkCleaner* chunks) {
    for (bool more = true; more;) {
      std::vector<ChunkJob> jobs;
      uint64_t bytes = 0;
      while (more && HasRoom(jobs.size(), bytes)) {
        TIKRAR_RETURN_IF_ERROR(CheckHealth());
        ChunkJob job;
        TIKRAR_ASSIGN_OR_RETURN(more, pass->Next(&job));
        if (pass->has_long_gap()) break;
        bytes += JobBytes(job);
        if (more) jobs.push_back(std::move(job));
      }
      pool_.ParallelFor(jobs.size(), 1, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) pass->Parse(&jobs[i]);
      });
      for (ChunkJob& job : jobs) {
        TIKRAR_RETURN_IF_ERROR(chunks->Process(job));
        TIKRAR_RETURN_IF_ERROR(Report(job.raw.size() + job.gap.size()));
        job = ChunkJob();
        ++state_.chunks;
        TIKRAR_RETURN_IF_ERROR(CheckpointIfDue());
      }
      if (pass->has_long_gap()) {
        TIKRAR_RETURN_IF_ERROR(CleanLongGap(pass, chunks));
      }
    }
    return absl::OkStatus();
  }

  absl::Status CleanLongGap(InputPass* pass, ChunkCleaner* chunks) {
    std::string raw;
    for (;;) {
      TIKRAR_RETURN_IF_ERROR(pass->NextOfGap(&raw));
      if (raw.empty()) return absl::OkStatus();
      TIKRAR_RETURN_IF_ERROR(chunks->Leftover(raw, /*is_of_reject=*/true));
      TIKRAR_RETURN_IF_ERROR(Report(raw.size()));
    }
  }

  absl::Status CleanRest(InputPass* pass, ChunkCleaner* chunks) {
    std::string raw;
    for (;;) {
      TIKRAR_RETURN_IF_ERROR(CheckHealth());
      bool is_reject = false;
      TIKRAR_RETURN_IF_ERROR(pass->NextOfRest(&raw, &is_reject));
      if (raw.empty()) return chunks->Finish();
      TIKRAR_RETURN_IF_ERROR(chunks->Leftover(raw, is_reject));
      TIKRAR_RETURN_IF_ERROR(Report(raw.size()));
    }
  }

  // What a job takes at most. Of a long record: raw, as read, parsed and in
  // rows. Of documents of a word each, 22 bytes: 250 bytes for each of them.
  uint64_t JobBytes(const ChunkJob& job) const {
    const uint64_t size = job.raw.size();
    return std::max(16 * std::min<uint64_t>(size, limits_.chunk_bytes),
                    4 * size);
  }

  bool HasRoom(size_t jobs, uint64_t bytes) const {
    if (jobs == 0) return true;
    return jobs < static_cast<size_t>(pool_.size()) &&
           (options_.memory_bytes == 0 || bytes < options_.memory_bytes / 3);
  }

  absl::Status CheckHealth() const {
    if (cancel_ != nullptr && cancel_->load()) {
      return absl::CancelledError("clean: interrupted");
    }
    return store_ == nullptr ? absl::OkStatus() : store_->Check();
  }

  absl::Status Report(uint64_t bytes) {
    since_checkpoint_ += bytes;
    done_bytes_ += bytes;
    if (progress_) progress_(done_bytes_, call_.total_bytes);
    return CheckHealth();
  }

  absl::Status CheckpointIfDue() {
    if (since_checkpoint_ < limits_.checkpoint_bytes) return absl::OkStatus();
    since_checkpoint_ = 0;
    if (target_ == nullptr) return absl::OkStatus();
    TIKRAR_RETURN_IF_ERROR(writer_->EndFrames());
    state_.documents_offset = documents_->end();
    state_.spans_offset = spans_->next_offset();
    state_.kept_families = cleaner_->KeptFamilies();
    state_.outcome.repeats_kept = cleaner_->repeats_kept();
    TIKRAR_RETURN_IF_ERROR(target_->Sync());
    return ReplaceFile(FileIn(*target_, kStateFile), RenderState(state_));
  }

  absl::Status WriteJournal(const RunInfo::Input& row, const CleanInput& input,
                            const InputPass* pass) {
    const InputProgress& progress = state_.progress;
    ManifestInput entry;
    entry.path = input.restored;
    entry.compression = input.file.compression;
    entry.was_read = row.was_read();
    entry.bytes = row.bytes;
    entry.xxh3 = row.xxh3;
    if (pass != nullptr) {
      entry.broken = pass->broken();
      entry.raw_bytes = pass->raw_bytes();
      entry.raw_xxh3 = pass->raw_checksum();
    }
    entry.records = progress.records;
    entry.documents = progress.documents;
    entry.documents_kept = progress.documents_kept;
    entry.kept = progress.kept;
    entry.removed = progress.removed;
    entry.added = progress.added;
    entry.outputs = progress.shards;
    CleanOutcome& outcome = state_.outcome;
    outcome.bytes_read += entry.raw_bytes;
    outcome.bytes_kept += progress.kept;
    outcome.bytes_removed += progress.removed;
    outcome.bytes_added += progress.added;
    if (progress.kept + progress.removed != entry.raw_bytes) {
      return MakeStatus(
          absl::StatusCode::kInternal, input.file.path,
          absl::StrFormat("%d bytes kept and %d removed, expected %d in all",
                          progress.kept, progress.removed, entry.raw_bytes));
    }
    const std::string comma = state_.input == 0 ? "" : ",";
    return writer_->WriteJournal(comma + RenderManifestInput(entry));
  }

  absl::Status CheckAllTaken() {
    DocumentLine line;
    TIKRAR_ASSIGN_OR_RETURN(const bool has_line, documents_->Next(&line));
    if (has_line) {
      return MakeStatus(absl::StatusCode::kFailedPrecondition,
                        documents_->where(),
                        "is of no input, expected the end of the documents");
    }
    return spans_->ExpectEnd();
  }

  absl::Status WriteManifest() {
    Manifest manifest;
    manifest.call = state_.call;
    manifest.outcome = state_.outcome;
    manifest.ledger_bytes = state_.ledger.stored;
    manifest.ledger_xxh3 = writer_->ledger_checksum();
    const std::string journal = FileIn(*target_, kJournalFile);
    const std::string path = FileIn(*target_, kManifestFile);
    TIKRAR_ASSIGN_OR_RETURN(OutputFile file, OutputFile::Create(path + ".new"));
    file.buffer()->append(ManifestHead(manifest));
    TIKRAR_ASSIGN_OR_RETURN(const OpenedSource rows,
                            OpenSource(journal, Compression::kNone));
    std::string block(kSourceBlockBytes, '\0');
    for (;;) {
      TIKRAR_ASSIGN_OR_RETURN(const size_t count,
                              rows.content->Read(block.data(), block.size()));
      if (count == 0) break;
      file.buffer()->append(block, 0, count);
      TIKRAR_RETURN_IF_ERROR(file.FlushIfFull());
    }
    file.buffer()->append(ManifestTail());
    TIKRAR_RETURN_IF_ERROR(file.Flush());
    file.buffer()->append(SealOf(file.checksum()));
    TIKRAR_RETURN_IF_ERROR(file.Close());
    // Where the manifest is, everything is: a call that is stopped from here on
    // has only the name to give.
    TIKRAR_RETURN_IF_ERROR(target_->Sync());
    TIKRAR_RETURN_IF_ERROR(RenameNewFile(path));
    RemoveTraces(*target_);
    return absl::OkStatus();
  }

  absl::StatusOr<CleanOutcome> Preview() {
    CleanOutcome outcome = state_.outcome;
    for (size_t i = 0; i < kKindCount; ++i) {
      auto& sources = outcome.sources[i];
      for (auto& [source, count] : preview_.sources[i]) {
        sources.push_back({source, count});
      }
      std::stable_sort(sources.begin(), sources.end(),
                       [](const auto& x, const auto& y) {
                         return x.count.bytes > y.count.bytes;
                       });
    }
    for (const auto& [key, bytes] : preview_.families) {
      outcome.families[static_cast<size_t>(key.first)].push_back(
          {key.second, bytes, ""});
    }
    for (std::vector<CleanFamily>& families : outcome.families) {
      std::stable_sort(families.begin(), families.end(),
                       [](const CleanFamily& x, const CleanFamily& y) {
                         return x.bytes > y.bytes;
                       });
      if (families.size() > kFamiliesShown) families.resize(kFamiliesShown);
    }
    TIKRAR_RETURN_IF_ERROR(
        ReadFamilyTexts(call_.run, kTextBytes, &outcome.families));
    return outcome;
  }

  const CleanCall& call_;
  const CleanOptions& options_;
  const CleanLimits limits_;
  const CleanProgress& progress_;
  const std::atomic<bool>* cancel_;
  ThreadPool pool_;
  std::unique_ptr<Store> store_;  // of what follows; null: the heap
  PartialFolder* target_ = nullptr;
  CleanState state_;
  Decisions decisions_;
  std::optional<CleanPlan> plan_;
  std::optional<DocumentCleaner> cleaner_;
  FamilyNotes notes_;
  std::optional<DocumentLines> documents_;
  std::optional<SpanLines> spans_;
  std::unique_ptr<CorpusWriter> writer_;
  CleanPreview preview_;
  uint64_t since_checkpoint_ = 0;
  uint64_t done_bytes_ = 0;
};

// What is in the folder of an earlier call; nullopt if that is of no use.
absl::StatusOr<std::optional<CleanState>> ReadState(const PartialFolder& target,
                                                    const CleanCall& call) {
  const std::string path = FileIn(target, kStateFile);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  TIKRAR_ASSIGN_OR_RETURN(const std::string bytes, ReadWholeFile(path));
  TIKRAR_ASSIGN_OR_RETURN(CleanState state, ParseState(path, bytes));
  TIKRAR_RETURN_IF_ERROR(
      CheckSameCall(target.partial_path(), state.call, call.names_and_values));
  return state;
}

// A cleaned corpus of that name is there: fine if this call would make it.
absl::StatusOr<CleanOutcome> Finished(const PartialFolder& target,
                                      const CleanCall& call) {
  TIKRAR_ASSIGN_OR_RETURN(
      const Manifest manifest,
      ReadManifest(target.final_path() + "/" + std::string(kManifestFile)));
  const std::string difference =
      CallDifference(manifest.call, call.names_and_values);
  if (difference.empty()) return manifest.outcome;
  return MakeStatus(absl::StatusCode::kFailedPrecondition, target.final_path(),
                    "holds a corpus that was cleaned differently: " +
                        difference + "; expected a new name");
}

// An earlier call wrote everything and was stopped before it was named.
absl::StatusOr<CleanOutcome> Name(const CleanCall& call,
                                  PartialFolder* target) {
  TIKRAR_ASSIGN_OR_RETURN(const Manifest manifest,
                          ReadManifest(FileIn(*target, kManifestFile)));
  TIKRAR_RETURN_IF_ERROR(CheckSameCall(target->partial_path(), manifest.call,
                                       call.names_and_values));
  RemoveTraces(*target);
  TIKRAR_RETURN_IF_ERROR(target->Publish());
  return manifest.outcome;
}

bool IsCleaned(const std::string& folder) {
  std::error_code error;
  return std::filesystem::exists(folder + "/" + std::string(kManifestFile),
                                 error);
}

}  // namespace

absl::StatusOr<CleanOutcome> CleanWithLimits(const std::string& run,
                                             const std::string& out,
                                             const CleanOptions& options,
                                             const CleanLimits& limits,
                                             const CleanProgress& progress,
                                             const std::atomic<bool>* cancel) {
  TIKRAR_ASSIGN_OR_RETURN(const CleanCall call,
                          PrepareCall(run, options, limits));
  Cleaner cleaner(call, limits, progress, cancel);
  TIKRAR_RETURN_IF_ERROR(cleaner.MakeStore());
  if (options.dry_run) return cleaner.Run(nullptr, std::nullopt);
  const bool is_cleaned = IsCleaned(out);
  TIKRAR_ASSIGN_OR_RETURN(
      PartialFolder target,
      PartialFolder::Find(
          out,
          is_cleaned ? PartialFolder::MayBeAny : PartialFolder::MustBeEmpty,
          limits.durable));
  if (is_cleaned) return Finished(target, call);
  TIKRAR_RETURN_IF_ERROR(target.Open());
  if (IsCleaned(target.partial_path())) return Name(call, &target);
  TIKRAR_ASSIGN_OR_RETURN(std::optional<CleanState> state,
                          ReadState(target, call));
  if (!state) TIKRAR_RETURN_IF_ERROR(target.Empty());
  absl::StatusOr<CleanOutcome> outcome = cleaner.Run(&target, std::move(state));
  // A call that cannot be right leaves nothing to go on from.
  if (!outcome.ok() &&
      outcome.status().code() == absl::StatusCode::kInvalidArgument) {
    target.Remove();
  }
  return outcome;
}

absl::StatusOr<CleanOutcome> Clean(const std::string& run,
                                   const std::string& out,
                                   const CleanOptions& options,
                                   const CleanProgress& progress,
                                   const std::atomic<bool>* cancel) {
  return CleanWithLimits(run, out, options, CleanLimits(), progress, cancel);
}

}  // namespace tikrar
