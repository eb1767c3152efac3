# One place for the language, the strict Qt defines and the warnings that every target shares.

add_library(tidemark_options INTERFACE)
target_compile_features(tidemark_options INTERFACE cxx_std_20)
target_compile_definitions(tidemark_options INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_NO_FOREACH
    QT_NO_KEYWORDS
    QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_compile_options(tidemark_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
    -Wcast-align -Wunused -Wnull-dereference -Wformat=2 -Wimplicit-fallthrough)
if(TIDEMARK_WERROR)
    target_compile_options(tidemark_options INTERFACE -Werror)
endif()
if(TIDEMARK_SANITIZE)
    target_compile_options(tidemark_options INTERFACE
        -fsanitize=${TIDEMARK_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    # GCC's flow analysis sees ghosts once the sanitizer has rewritten the code.
    target_compile_options(tidemark_options INTERFACE -Wno-null-dereference -Wno-maybe-uninitialized)
    target_link_options(tidemark_options INTERFACE -fsanitize=${TIDEMARK_SANITIZE})
endif()

# tidemark_module(core SOURCES … PUBLIC … PRIVATE …): a static library of one folder of app/.
# Which modules may use which is held by the `layering` test.
function(tidemark_module name)
    cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    set(target tidemark_${name})
    add_library(${target} STATIC ${arg_SOURCES})
    target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/app)
    target_link_libraries(${target} PUBLIC tidemark_options Qt6::Core ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
    if(TIDEMARK_PCH)
        target_precompile_headers(${target} REUSE_FROM tidemark_pch)
    endif()
endfunction()
