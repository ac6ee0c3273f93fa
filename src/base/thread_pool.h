// A fixed set of threads that runs loops.

#ifndef TIKRAR_BASE_THREAD_POOL_H_
#define TIKRAR_BASE_THREAD_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tikrar {

// Thread-safety: Schedule may be called from any thread; ParallelFor from one
// thread at a time, not from inside a task.
class ThreadPool {
 public:
  // `threads` includes the caller of ParallelFor; 0 = all cores. With one
  // thread nothing is started and everything runs in the caller.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int size() const { return size_; }

  // Runs body(begin, end) over [0, count) cut into pieces of `grain`, the last
  // one of what is left, in any order, and returns when all are done. Results
  // must not depend on which thread runs a piece: write to slots indexed by
  // position.
  void ParallelFor(size_t count, size_t grain,
                   const std::function<void(size_t begin, size_t end)>& body);

  // Runs `task` on a pool thread (at once in the caller when size() is 1).
  void Schedule(std::function<void()> task);

 private:
  void Work();

  int size_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> tasks_;
  bool stop_ = false;
};

}  // namespace tikrar

#endif  // TIKRAR_BASE_THREAD_POOL_H_
