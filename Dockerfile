# One image for both roles: the web application (default) and the worker (`auditor work`).
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
# What compiles the command line ahead of time.
RUN apt-get update && apt-get install -y --no-install-recommends clang zlib1g-dev && rm -rf /var/lib/apt/lists/*
COPY . .
RUN dotnet publish Auditor.Web -c Release -o /app/web \
 && dotnet publish Auditor.Worker -c Release -o /app/worker

FROM mcr.microsoft.com/dotnet/aspnet:10.0
ENV ASPNETCORE_URLS=http://0.0.0.0:5080 \
    AUDITOR__STORAGE__PATH=/data \
    PATH=/app/worker:$PATH
COPY --from=build /app /app
# The image's own unprivileged user; the volume below must belong to it.
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
WORKDIR /app/web
VOLUME /data
EXPOSE 5080
ENTRYPOINT ["dotnet", "/app/web/Auditor.Web.dll"]
