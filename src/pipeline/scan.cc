#include "tikrar/scan.h"

#include <array>
#include <chrono>
#include <utility>

#include "base/grow.h"
#include "base/heap.h"
#include "base/status_macros.h"
#include "base/thread_pool.h"
#include "pipeline/assemble.h"
#include "pipeline/audit.h"
#include "pipeline/checkpoints.h"
#include "pipeline/corpus.h"
#include "pipeline/furniture.h"
#include "pipeline/option_table.h"
#include "pipeline/passages.h"
#include "pipeline/quote_cover.h"
#include "pipeline/quotes.h"
#include "pipeline/search.h"
#include "pipeline/sketcher.h"
#include "pipeline/stage_records.h"
#include "pipeline/unique.h"
#include "store/memory_use.h"

namespace tikrar {
namespace {

// Wall time of the stages, in order.
class StageClock {
 public:
  StageClock(std::vector<StageTiming>* timing, const ProgressCallback& progress)
      : timing_(timing), progress_(progress), start_(Clock::now()) {}

  void Finish(std::string stage, uint64_t bytes) {
    const Clock::time_point now = Clock::now();
    timing_->push_back({std::move(stage),
                        std::chrono::duration<double>(now - start_).count(),
                        bytes});
    start_ = now;
  }
  void Begin(std::string_view stage) {
    if (progress_) progress_({stage, 0, 0});
  }

 private:
  using Clock = std::chrono::steady_clock;
  std::vector<StageTiming>* timing_;
  const ProgressCallback& progress_;
  Clock::time_point start_;
};

class Scanner {
 public:
  Scanner(const ScanPlan& plan, std::shared_ptr<Store> store,
          const ProgressCallback& progress, const std::atomic<bool>* cancel)
      : plan_(plan),
        store_(std::move(store)),
        progress_(progress),
        cancel_(cancel),
        pool_(plan.options.threads),
        run_(store_.get()),
        clock_(&run_.timing, progress),
        corpus_(store_.get()),
        furniture_(store_.get()),
        quotes_(store_.get()),
        passages_(store_.get()) {}

  absl::StatusOr<ScanOutcome> Run(const std::vector<std::string>& inputs) {
    TIKRAR_ASSIGN_OR_RETURN(checkpoints_,
                            Checkpoints::Open(plan_.options, inputs));
    TIKRAR_ASSIGN_OR_RETURN(
        corpus_, ReadCorpus(inputs, plan_, &pool_, store_.get(), progress_,
                            cancel_, &run_.timing));
    clock_.Finish("read", corpus_.text_bytes);
    if (plan_.options.strict && !corpus_.rejects.empty()) {
      return StrictError();
    }
    TIKRAR_RETURN_IF_ERROR(checkpoints_.SetInputs(corpus_.inputs));
    FillCorpusRows();
    const ScanOptions& options = plan_.options;
    if (options.find_furniture) TIKRAR_RETURN_IF_ERROR(SetFurnitureAside());
    if (options.find_documents) {
      TIKRAR_RETURN_IF_ERROR(
          Search(Unit::kDocument, "documents", &corpus_.document_items));
    }
    if (options.find_blocks) {
      TIKRAR_RETURN_IF_ERROR(
          Search(Unit::kBlock, "blocks", &corpus_.block_items));
    }
    if (options.find_passages) TIKRAR_RETURN_IF_ERROR(SearchPassages());
    FillBanding();
    FillResults();
    TIKRAR_RETURN_IF_ERROR(CheckHealth());
    run_.peak_rss_bytes = PeakResidentBytes();
    ScanOutcome outcome;
    outcome.store = store_;
    outcome.corpus = TakeTexts();
    outcome.run = std::move(run_);
    outcome.stages_taken = checkpoints_.stages_taken();
    outcome.notes = checkpoints_.notes();
    return outcome;
  }

 private:
  // What the rows point into.
  std::shared_ptr<const void> TakeTexts() {
    struct Texts {
      std::vector<DocumentBatch> batches;
      StringArena ids, texts, strings, own_sources;
    };
    return std::make_shared<const Texts>(
        Texts{std::move(corpus_.batches), std::move(corpus_.ids),
              std::move(corpus_.texts), std::move(corpus_.strings),
              std::move(own_sources_)});
  }

  absl::Status StrictError() const {
    const RejectRow& first = corpus_.rejects.front();
    return MakeStatus(absl::StatusCode::kDataLoss,
                      corpus_.inputs[first.input].path,
                      "record " + std::to_string(first.record) + ": " +
                          first.error + " (strict)");
  }

  void FillCorpusRows() {
    ScanSettings settings;
    settings.scan = plan_.options;
    run_.options = ResolvedOptions(settings);
    run_.inputs = std::move(corpus_.inputs);
    run_.documents_read = corpus_.documents.size();
    run_.documents_rejected = corpus_.rejects.size();
    run_.blocks = corpus_.block_rows.size();
    run_.text_bytes = corpus_.text_bytes;
    run_.replacements = corpus_.replacements;
    run_.duplicate_ids = corpus_.duplicate_ids;
    run_.rejects = std::move(corpus_.rejects);
    run_.unknown_inputs = std::move(corpus_.unknown_inputs);
  }

  absl::Status SetFurnitureAside() {
    clock_.Begin("furniture");
    TIKRAR_RETURN_IF_ERROR(TakeOrFind(
        "furniture", &furniture_, [&] { return WrongIn(furniture_, corpus_); },
        [&] {
          furniture_ = FindFurniture(
              ViewForClassify(corpus_),
              {.profile = plan_.options.profile, .threads = pool_.size()});
          return absl::OkStatus();
        }));
    clock_.Finish("furniture: find", corpus_.text_bytes);
    StoredVector<Cuts::Cut> cuts(store_.get());
    for (const FurnitureSpan& span : furniture_.spans) {
      Append({span.doc, span.range}, &cuts);
    }
    CutFurniture(cuts, plan_, &pool_, &corpus_);
    clock_.Finish("furniture: set aside", corpus_.text_bytes);
    return CheckHealth();
  }

  absl::Status Search(Unit kind, const std::string& unit, ItemTable* table) {
    clock_.Begin(unit);
    UniqueItems& unique = unique_[static_cast<size_t>(kind)];
    unique = CollapseExactCopies(*table, corpus_);
    clock_.Finish(unit + ": collapse copies", corpus_.text_bytes);
    const UnitView view{corpus_, *table, unique, kind};
    StoredVector<VerifiedPair> pairs(store_.get());
    const auto is_wrong = [&] { return WrongIn(pairs, unique.size()); };
    const auto find = [&] {
      const StoredVector<CandidatePair> candidates =
          FindCandidates(view, plan_, &pool_);
      clock_.Finish(unit + ": find candidates", corpus_.text_bytes);
      table->ForgetKeys();
      TIKRAR_RETURN_IF_ERROR(CheckHealth());
      pairs = VerifyCandidates(candidates, view, plan_, &pool_);
      return absl::OkStatus();
    };
    TIKRAR_RETURN_IF_ERROR(TakeOrFind(unit, &pairs, is_wrong, find));
    table->ForgetKeys();
    clock_.Finish(unit + ": verify", corpus_.text_bytes);
    TIKRAR_RETURN_IF_ERROR(CheckHealth());
    units_.push_back(GroupUnit(view, plan_, std::move(pairs)));
    clock_.Finish(unit + ": group", corpus_.text_bytes);
    if (plan_.options.audit == 0) return CheckHealth();
    if (!run_.audit) run_.audit.emplace();
    AuditFigure& figure =
        kind == Unit::kBlock ? run_.audit->blocks : run_.audit->documents;
    TIKRAR_RETURN_IF_ERROR(TakeOrFind(
        unit + " audit", &figure, [] { return std::string_view(); },
        [&] {
          figure = AuditUnit(units_.back(), plan_.options.audit, plan_, &pool_);
          return absl::OkStatus();
        }));
    clock_.Finish(unit + ": audit", corpus_.text_bytes);
    return CheckHealth();
  }

  // Takes the result of a stage from its checkpoint, if there is one of which
  // is_wrong() finds nothing, or has find() make it and keeps it: also where
  // the scan ends behind it, by Ctrl-C or for want of memory.
  template <typename Result, typename IsWrong, typename Find>
  absl::Status TakeOrFind(std::string_view stage, Result* result,
                          const IsWrong& is_wrong, const Find& find) {
    const auto read = [&](CheckpointReader& io) { Fields(io, *result); };
    if (checkpoints_.Take(stage, read, is_wrong)) return absl::OkStatus();
    const auto start = std::chrono::steady_clock::now();
    TIKRAR_RETURN_IF_ERROR(find());
    const std::chrono::duration<double> seconds =
        std::chrono::steady_clock::now() - start;
    checkpoints_.Keep(stage, seconds.count(), [&](CheckpointWriter& io) {
      Fields(io, std::as_const(*result));
    });
    return absl::OkStatus();
  }

  const UnitResult* FindUnit(Unit kind) const {
    for (const UnitResult& unit : units_) {
      if (unit.view.kind == kind) return &unit;
    }
    return nullptr;
  }

  absl::Status SearchPassages() {
    uint64_t tokens = 0;
    for (const Item& item : corpus_.document_items.items) {
      tokens += item.token_count;
    }
    TIKRAR_RETURN_IF_ERROR(CheckPassageTokens(tokens));
    clock_.Begin("quotations");
    const StoredVector<uint32_t> groups =
        DocumentGroups(corpus_, FindUnit(Unit::kDocument));
    TIKRAR_RETURN_IF_ERROR(TakeOrFind(
        "quotations", &quotes_, [&] { return WrongIn(quotes_, corpus_); },
        [&] {
          quotes_ = FindQuoteUnit(corpus_, groups, plan_, &pool_);
          return absl::OkStatus();
        }));
    clock_.Finish("quotations", corpus_.text_bytes);
    TIKRAR_RETURN_IF_ERROR(CheckHealth());
    clock_.Begin("passages");
    const UnitResult* blocks = FindUnit(Unit::kBlock);
    const size_t block_count =
        blocks == nullptr ? 0 : blocks->view.unique.size();
    TIKRAR_RETURN_IF_ERROR(TakeOrFind(
        "passages", &passages_,
        [&] { return WrongIn(passages_, corpus_, block_count); },
        [&] {
          passages_ = FindPassageUnit(corpus_, groups, QuoteCover(quotes_),
                                      blocks, plan_, &pool_);
          return absl::OkStatus();
        }));
    GroupNodes(&passages_);
    clock_.Finish("passages", corpus_.text_bytes);
    return CheckHealth();
  }

  absl::Status CheckHealth() const {
    if (cancel_ != nullptr && cancel_->load()) {
      return absl::CancelledError("scan: interrupted");
    }
    if (store_ == nullptr) return absl::OkStatus();
    GiveBackHeap();  // what the last stage freed
    return store_->Check();
  }

  void AddBanding(const ShingleSpec& shingle) {
    const ScanOptions& options = plan_.options;
    BandingInfo info;
    info.shingle = ShingleSpecName(shingle);
    info.threshold = options.threshold;
    if (options.engine == Engine::kSimHash) {
      info.engine = "simhash";
      info.num_hashes = 64;
      info.recall_at_threshold =
          SimHashRecall(options.threshold, options.simhash_distance);
    } else {
      info.engine = "minhash";
      info.num_hashes = options.num_hashes;
      info.bands = plan_.banding.bands;
      info.rows = plan_.banding.rows;
      info.recall_at_threshold = plan_.banding.Recall(options.threshold);
    }
    run_.banding.push_back(std::move(info));
  }

  void FillBanding() {
    AddBanding(plan_.judge.main_shingle());
    AddBanding(ShortShingle());
  }

  // They are looked up for each member of a family, all over, and little else
  // is on the heap by now. So are the ids of documents that are their own
  // source; the names of others are few.
  void MoveOrigins() {
    if (store_ == nullptr) return;
    const StoredVector<Origin>& origins = corpus_.origins;
    corpus_.origins = StoredVector<Origin>(
        origins.begin(), origins.end(),
        StoreOfTable(store_.get(), origins.size() * sizeof(Origin)));
    const auto is_own = [&](size_t doc) {
      return corpus_.origins[doc].source().data() ==
             corpus_.documents[doc].document.id.data();
    };
    uint64_t bytes = 0;
    for (size_t doc = 0; doc < corpus_.documents.size(); ++doc) {
      GiveBackAt(doc, store_.get());
      if (is_own(doc)) bytes += corpus_.origins[doc].source().size();
    }
    // With places of items, a quarter at most, two thirds of the ceiling.
    bytes += corpus_.origins.size() * sizeof(Origin);
    if (bytes > store_->memory_bytes() / 5 * 2) return;
    for (size_t doc = 0; doc < corpus_.documents.size(); ++doc) {
      GiveBackAt(doc, store_.get());
      if (!is_own(doc)) continue;
      Origin& origin = corpus_.origins[doc];
      origin.set_source(own_sources_.Add(origin.source()));
    }
  }

  void FillResults() {
    MoveOrigins();
    std::vector<StoredVector<int64_t>> family_of;
    const QuoteCover quotes(quotes_);
    const KnownRepetition known = {
        DocumentGroups(corpus_, FindUnit(Unit::kDocument)), &quotes};
    for (const UnitResult& unit : units_) {
      family_of.push_back(AppendFamilies(unit, plan_, known, &run_));
    }
    StoredVector<int64_t> template_family =
        AppendFurnitureFamilies(furniture_, corpus_, &run_);
    StoredVector<int64_t> passage_family =
        AppendPassageFamilies(passages_, corpus_, &run_);
    StoredVector<int64_t> quote_family =
        AppendQuoteFamilies(quotes_, corpus_, &run_);
    std::vector<StoredVector<int64_t>*> renumbered = {
        &template_family, &passage_family, &quote_family};
    for (StoredVector<int64_t>& of : family_of) renumbered.push_back(&of);
    SortFamilies(&run_.families, renumbered);
    for (size_t i = 0; i < units_.size(); ++i) {
      AppendMatches(units_[i], plan_, run_.families, family_of[i],
                    &run_.matches);
    }
    for (size_t i = 0; i < units_.size(); ++i) {
      if (units_[i].view.kind == Unit::kDocument) {
        FillDocuments(units_[i], family_of[i], &corpus_.documents, &run_);
        FillStayingDocuments(units_[i], family_of[i], plan_, &pool_, &run_);
      } else if (units_[i].view.kind == Unit::kBlock) {
        FillBlockSpans(units_[i], plan_, family_of[i], &run_);
      }
    }
    AppendQuoteMatches(quotes_, passages_, quote_family, &run_.matches);
    FillQuoteSpans(quotes_, quote_family, &run_);
    const StoredVector<int64_t>* block_family = nullptr;
    for (size_t i = 0; i < units_.size(); ++i) {
      if (units_[i].view.kind == Unit::kBlock) block_family = &family_of[i];
    }
    AppendPassageMatches(passages_, plan_, passage_family, block_family,
                         &run_.matches);
    FillPassageSpans(passages_, passage_family, &run_);
    FillPhrases(passages_, corpus_, plan_, &pool_, &run_);
    FillFurnitureSpans(furniture_, template_family, &run_);
    FinishSpans(&run_);
    run_.documents = std::move(corpus_.documents);
    clock_.Finish("assemble", corpus_.text_bytes);
  }

  const ScanPlan& plan_;
  const std::shared_ptr<Store> store_;
  const ProgressCallback& progress_;
  const std::atomic<bool>* cancel_;
  ThreadPool pool_;
  RunResult run_;
  StageClock clock_;
  Checkpoints checkpoints_;
  Corpus corpus_;
  StringArena own_sources_;  // on the heap
  Furniture furniture_;
  QuoteUnit quotes_;
  PassageUnit passages_;
  std::array<UniqueItems, 2> unique_;  // by Unit
  std::vector<UnitResult> units_;
};

}  // namespace

ScanOutcome& ScanOutcome::operator=(ScanOutcome&& other) {
  // Not one after another: what goes first would take its store along.
  std::swap(store, other.store);
  std::swap(corpus, other.corpus);
  std::swap(plan, other.plan);
  std::swap(run, other.run);
  return *this;
}

absl::StatusOr<ScanOutcome> Scan(const std::vector<std::string>& inputs,
                                 const ScanOptions& options,
                                 const ProgressCallback& progress,
                                 const std::atomic<bool>* cancel) {
  TIKRAR_ASSIGN_OR_RETURN(ScanPlan created, ScanPlan::Create(options));
  const auto plan = std::make_shared<const ScanPlan>(std::move(created));
  std::shared_ptr<Store> store;
  if (options.memory_bytes > 0) {
    TIKRAR_ASSIGN_OR_RETURN(
        store, Store::Create({.folder = options.temporary_folder,
                              .memory_bytes = options.memory_bytes,
                              .on_failure = options.on_store_failure}));
  }
  TIKRAR_ASSIGN_OR_RETURN(
      ScanOutcome outcome,
      Scanner(*plan, std::move(store), progress, cancel).Run(inputs));
  outcome.plan = plan;  // rows name its shingles
  return outcome;
}

}  // namespace tikrar
