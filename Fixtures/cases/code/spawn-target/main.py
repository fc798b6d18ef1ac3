"""A spawned process, which has the library's own beginning, whose target is exec."""
import multiprocessing

if __name__ == "__main__":
    for method in "spawn", "forkserver":
        process = multiprocessing.get_context(method).Process(
            target=exec, args=(f"import os; os.write(1, b'{method}\\n')", {}))
        process.start()
        process.join()
