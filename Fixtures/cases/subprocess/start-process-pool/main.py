"""concurrent.futures."""
import concurrent.futures

if __name__ == "__main__":
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        print(pool.submit(str, "data").result())
