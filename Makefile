# hermetic's commands. `make try` and `make test` do everything that a fresh machine needs.

PREFIX ?= /usr/local
BUILD := .build/release
STATIC := .build/static-libraries
SWIFT_FLAGS := -c release --static-swift-stdlib -Xlinker -L$(abspath $(STATIC))

.PHONY: build
build: $(STATIC)/libstdc++.a
	swift build $(SWIFT_FLAGS) --product hermetic
	swift build $(SWIFT_FLAGS) --product HermeticAttach

# A folder in which the linker finds no other libstdc++ than the archive: preloaded into a program,
# the system's library would displace a newer one that the program brings along.
$(STATIC)/libstdc++.a:
	mkdir -p $(STATIC)
	ln -sf "$$(c++ -print-file-name=libstdc++.a)" $@
