"""concurrent.futures with processes."""
import concurrent.futures


def main():
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        print(list(pool.map(abs, [-1, -2])))


if __name__ == "__main__":
    main()
